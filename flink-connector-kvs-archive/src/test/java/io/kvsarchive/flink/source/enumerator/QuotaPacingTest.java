/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.QuotaSettings;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Splits are handed out, and pages asked for, no sooner than the quotas allow. */
class QuotaPacingTest {

    private static final QuotaSettings ALL = new QuotaSettings(1, 5, 500, 10_000, 300, 300, 50);
    private static final StreamReference STREAM = new StreamReference("a");

    private final FakeArchiveService service = new FakeArchiveService();

    @Test
    void handsOutFragmentsAtTheQuotasRate() {
        EnumeratorHarness harness = reading(20_000, ALL);

        harness.pass(Duration.ofSeconds(1));
        int before = handedOut(harness);
        harness.pass(Duration.ofSeconds(10));

        assertThat(before).isBetween(500, 750);
        assertThat(handedOut(harness) - before).isBetween(4950, 5000);
    }

    @Test
    void takesNoMoreThanItsShare() {
        EnumeratorHarness harness =
                reading(20_000, new QuotaSettings(0.5, 5, 500, 10_000, 300, 300, 50));

        harness.pass(Duration.ofSeconds(20));

        assertThat(handedOut(harness)).isBetween(4900, 5150);
        assertThat(harness.assigned()).allMatch(split -> split.reader() < 2);
    }

    @Test
    void handsOutLessWhereTheServiceRefusesAndAllOfItAgainLater() {
        EnumeratorHarness harness = reading(100_000, ALL);
        harness.pass(Duration.ofSeconds(5));
        int before = handedOut(harness);

        harness.enumerator.handleSourceEvent(
                0, new RefusedRequestEvent(STREAM, ServiceErrorKind.THROTTLED));
        harness.pass(Duration.ofSeconds(1));
        int refused = handedOut(harness) - before;
        harness.pass(Duration.ofSeconds(60));
        int recovering = handedOut(harness);
        harness.pass(Duration.ofSeconds(10));

        assertThat(refused).isBetween(300, 375);
        assertThat(handedOut(harness) - recovering).isBetween(4950, 5000);
    }

    @Test
    void readsWithFewerReadersWhereAConnectionIsRefused() {
        service.withFragments("a", eachSecond(1, 1000));
        EnumeratorHarness harness =
                started(service, new TestSettings(2000, size(1), 5).pageSize(1000).build(), "a");
        IntStream.range(0, 5).forEach(harness::startReader);
        harness.settle();
        assertThat(IntStream.range(0, 5))
                .allMatch(reader -> harness.assignedTo(reader).size() == 2);

        harness.enumerator.handleSourceEvent(
                0, new RefusedRequestEvent(STREAM, ServiceErrorKind.CONNECTION_LIMIT));
        finishAll(harness, 4);
        harness.request(4);
        harness.request(3);

        assertThat(harness.assignedTo(4)).hasSize(2);
        assertThat(harness.assignedTo(3)).hasSize(3);
    }

    private static void finishAll(EnumeratorHarness harness, int reader) {
        harness.splitsOf(reader).forEach(split -> harness.finish(reader, split.splitId()));
    }

    @Test
    void listsNoFasterThanTheQuotaAllows() {
        service.withFragments("a", eachSecond(1, 80_000));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(100_000, size(100_000), 1)
                                .pageSize(1000)
                                .listingOnly()
                                .quota(new QuotaSettings(0.8, 5, 500, 10_000, 300, 300, 50))
                                .build(),
                        "a");
        IntStream.range(0, 3).forEach(harness::startReader);

        harness.pass(Duration.ofSeconds(5));

        assertThat(service.pages()).isBetween(40, 45);
    }

    @Test
    void bindsReadersOfAListingByNoQuotaOfMedia() {
        service.withFragments("a", eachSecond(1, 6));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(20, size(2), 1)
                                .quota(new QuotaSettings(0.001, 1, 1, 10_000_000, 300, 300, 50))
                                .listingOnly()
                                .build(),
                        "a");
        IntStream.range(0, 3).forEach(harness::register);
        harness.settle();

        IntStream.range(0, 3).forEach(harness::request);

        assertThat(harness.assigned())
                .extracting(Assigned::reader, Assigned::fragments)
                .containsExactly(
                        tuple(0, numbers(1, 2)), tuple(1, numbers(3, 4)), tuple(2, numbers(5, 6)));
    }

    @Test
    void asksForNoMediaEndpointWhereOnlyTheListingIsRead() {
        service.withFragments("a", eachSecond(1, 10));
        EnumeratorHarness harness =
                started(service, new TestSettings(20, size(100), 1).listingOnly().build(), "a");
        harness.startReader(0);

        harness.settle();

        assertThat(harness.splitsOf(0))
                .singleElement()
                .satisfies(split -> assertThat(split.mediaEndpoint()).isEmpty());
    }

    /** Readers that ask for the next split as soon as one is there for them. */
    private EnumeratorHarness reading(int fragments, QuotaSettings quota) {
        service.withFragments("a", eachSecond(1, fragments));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(50_000, size(100), 5).pageSize(1000).quota(quota).build(),
                        "a");
        harness.answerAtOnce();
        IntStream.range(0, 5).forEach(harness::startReader);
        return harness;
    }

    private static int handedOut(EnumeratorHarness harness) {
        return harness.assigned().stream().mapToInt(split -> split.fragments().size()).sum();
    }
}
