/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.QuotaSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The governor's arithmetic, by a clock that the test moves. */
class StreamQuotaTest {

    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @CsvSource({"1, 5, 25", "0.8, 4, 25", "0.5, 2, 31", "0.1, 1, 12", "0.001, 1, 1"})
    void takesItsShareOfConnectionsAndMakesRequestsThatFit(double share, int lanes, int fragments) {
        QuotaSettings settings = ofTheService(share);

        assertThat(settings.lanes()).isEqualTo(lanes);
        assertThat(settings.maxFragmentsPerRequest()).isEqualTo(fragments);
    }

    @Test
    void sharesTheCallsOfTheAccount() {
        assertThat(ofTheService(0.8).callRates().getDataEndpoint()).isEqualTo(240);
        assertThat(ofTheService(0.8).callRates().describeStream()).isEqualTo(240);
        assertThat(ofTheService(0.8).callRates().listStreams()).isEqualTo(40);
    }

    /**
     * The service's bucket holds a second's worth. What is out when a second begins, and what is
     * handed out within it, must fit in, whenever readers get round to asking for it.
     */
    @Test
    void neverHasMoreOutThanTheServiceGivesInASecond() {
        QuotaSettings settings = ofTheService(1);
        StreamQuota quota = new StreamQuota(settings, nanos::get);
        int handedOut = 0;
        int request = settings.maxFragmentsPerRequest();
        while (nanos.get() < Duration.ofSeconds(1).toNanos()) {
            while (quota.takeFragments(request).isZero()) {
                handedOut += request;
            }
            pass(quota.untilFragments(request));
        }
        int outBefore = 2 * settings.lanes() * request;

        assertThat(handedOut + outBefore).isBetween(950, 500 + 500);
    }

    @Test
    void handsOutAsManyAsTheQuotaAllowsOverTime() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);
        int handedOut = 0;
        while (nanos.get() < Duration.ofMinutes(10).toNanos()) {
            pass(quota.takeFragments(25));
            handedOut += quota.untilFragments(25).isZero() ? 0 : 25;
        }

        assertThat(handedOut / 600.0).isBetween(495.0, 500.5);
    }

    @Test
    void listsAsManyAsTheQuotaAllowsOverTime() {
        StreamQuota quota = new StreamQuota(ofTheService(0.8), nanos::get);
        int pages = 0;
        while (nanos.get() < Duration.ofMinutes(1).toNanos()) {
            Duration wait = quota.takeListedFragments(1000);
            pages += wait.isZero() ? 1 : 0;
            pass(wait);
        }

        assertThat(pages).isBetween(8 * 60, 8 * 60 + 4);
    }

    @Test
    void asksForLessOnceItIsRefusedAndForAllAgainAfterSomeTime() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);

        quota.fragmentsRefused();
        assertThat(quota.untilFragments(35)).isEqualTo(Duration.ofMillis(100));

        pass(Duration.ofSeconds(15));
        quota.takeFragments(250);
        assertThat(quota.untilFragments(50).toMillis()).isBetween(100L, 101L);
    }

    @Test
    void takesRefusalsOfRequestsThatWereOutTogetherForOne() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);

        for (int i = 0; i < 5; i++) {
            quota.fragmentsRefused();
            pass(Duration.ofMillis(100));
        }
        quota.takeFragments(1);
        quota.fragmentsRefused();

        assertThat(quota.untilFragments(35).toMillis()).isBetween(95L, 100L);
    }

    @Test
    void fallsAgainASecondAfterARefusal() {
        pass(Duration.ofHours(1));
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);

        quota.fragmentsRefused();
        Duration once = quota.untilFragments(35);
        pass(Duration.ofNanos(999_999_999));
        quota.fragmentsRefused();
        assertThat(quota.untilFragments(35)).isBetween(once.multipliedBy(9).dividedBy(10), once);
        pass(Duration.ofNanos(1));
        quota.fragmentsRefused();

        assertThat(quota.untilFragments(35)).isGreaterThan(once.multipliedBy(11).dividedBy(10));
    }

    @Test
    void neverStopsAsking() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);

        for (int i = 0; i < 1000; i++) {
            quota.fragmentsRefused();
            quota.listedFragmentsRefused();
            pass(Duration.ofSeconds(1));
        }

        assertThat(quota.untilFragments(25)).isLessThan(Duration.ofSeconds(3));
    }

    /** Where others use half of the quota, most of the other half is used, with few refusals. */
    @Test
    void findsOutHowMuchOthersLeaveAndUsesMostOfIt() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);
        double left = 250;
        double serviceTokens = 250;
        long filledAt = 0;
        int read = 0;
        int refusals = 0;
        while (nanos.get() < Duration.ofMinutes(10).toNanos()) {
            Duration wait = quota.takeFragments(25);
            pass(wait);
            serviceTokens = Math.min(250, serviceTokens + (nanos.get() - filledAt) / 1e9 * left);
            filledAt = nanos.get();
            if (!wait.isZero()) {
                continue;
            }
            if (serviceTokens >= 25) {
                serviceTokens -= 25;
                read += 25;
            } else {
                refusals++;
                quota.fragmentsRefused();
            }
        }

        assertThat(read / 600.0 / left).isBetween(0.8, 1.01);
        assertThat(refusals).isBetween(1, 120);
    }

    @Test
    void readsWithFewerLanesOnceAConnectionIsRefused() {
        StreamQuota quota = new StreamQuota(ofTheService(1), nanos::get);

        quota.connectionRefused(4);
        assertThat(quota.lanes()).isEqualTo(3);
        quota.connectionRefused(1);
        assertThat(quota.lanes()).isEqualTo(1);

        pass(Duration.ofSeconds(29));
        assertThat(quota.lanes()).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(quota.lanes()).isEqualTo(2);
        pass(Duration.ofMinutes(5));
        assertThat(quota.lanes()).isEqualTo(5);
    }

    @Test
    void saysUntilItHasRecoveredThatItIsReduced() {
        StreamQuota quota = new StreamQuota(ofTheService(0.8), nanos::get);
        assertThat(quota.isReduced()).isFalse();

        quota.fragmentsRefused();
        assertThat(quota.isReduced()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(14).toNanos());
        assertThat(quota.isReduced()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(quota.isReduced()).isFalse();

        quota.listedFragmentsRefused();
        assertThat(quota.isReduced()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(quota.isReduced()).isFalse();

        quota.connectionRefused(4);
        assertThat(quota.isReduced()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(quota.isReduced()).isFalse();
    }

    @Test
    void letsNobodyWaitForMediaWhereTheyAreUnlimited() {
        QuotaSettings settings = ofTheService(0.001).withUnlimitedMedia();
        StreamQuota quota = new StreamQuota(settings, nanos::get);

        assertThat(quota.takeFragments(Integer.MAX_VALUE)).isZero();
        assertThat(quota.takeFragments(Integer.MAX_VALUE)).isZero();
        assertThat(quota.untilFragments(Integer.MAX_VALUE)).isZero();
        assertThat(quota.lanes()).isEqualTo(Integer.MAX_VALUE);
        assertThat(settings.maxFragmentsPerRequest()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void listsNoFasterWhereMediaAreUnlimited() {
        QuotaSettings settings = ofTheService(0.8).withUnlimitedMedia();
        StreamQuota quota = new StreamQuota(settings, nanos::get);

        assertThat(quota.takeListedFragments(4000)).isZero();
        assertThat(quota.takeListedFragments(1000)).isEqualTo(Duration.ofMillis(125));
        assertThat(settings.callRates()).isEqualTo(ofTheService(0.8).callRates());
    }

    private static QuotaSettings ofTheService(double share) {
        return new QuotaSettings(share, 5, 500, 10_000, 300, 300, 50);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
