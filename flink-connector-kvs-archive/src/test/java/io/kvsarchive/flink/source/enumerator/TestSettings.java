/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.QuotaSettings;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.RetrySettings;
import java.time.Duration;
import java.util.Optional;

/** Settings of an enumerator; what is not said is out of the way. */
public final class TestSettings {

    private int windowFragments;
    private SplitSize splitSize;
    private boolean isListingOnly;
    private ReadOrder order = ReadOrder.PARALLEL;
    private int pageSize = 20;
    private Duration lateness = Duration.ofMinutes(1);
    private ArchivedFragment.Filter filter = fragment -> true;
    private FragmentSampling sampling = FragmentSampling.ALL;
    private LostFragmentPolicy lostFragments = LostFragmentPolicy.FAIL;
    private int maxPendingFragments = 1_000_000;
    private QuotaSettings quota;
    private RetrySettings retry =
            new RetrySettings(3, Duration.ofMillis(10), Duration.ofMillis(100));
    private BrokenStreamPolicy brokenStreams = BrokenStreamPolicy.FAIL;
    private Optional<Duration> maxDrift = Optional.empty();
    private WatermarkSettings watermarks =
            new WatermarkSettings(false, Duration.ZERO, Duration.ofMinutes(1));

    public TestSettings(int windowFragments, SplitSize splitSize, int lanes) {
        this.windowFragments = windowFragments;
        this.splitSize = splitSize;
        this.quota = new QuotaSettings(1, lanes, 1_000_000_000, 1_000_000_000, 300, 300, 50);
    }

    static TestSettings of(EnumeratorSettings settings) {
        TestSettings copy =
                new TestSettings(
                        settings.windowFragments(),
                        settings.splitSize(),
                        settings.quota().connections());
        copy.quota = settings.quota();
        return copy;
    }

    TestSettings listingOnly() {
        isListingOnly = true;
        return this;
    }

    TestSettings maxDrift(Duration drift) {
        maxDrift = Optional.of(drift);
        return this;
    }

    TestSettings sourceWatermarks() {
        watermarks = new WatermarkSettings(true, Duration.ZERO, Duration.ofMinutes(1));
        return this;
    }

    TestSettings ordered() {
        order = ReadOrder.ORDERED;
        return this;
    }

    TestSettings pageSize(int size) {
        pageSize = size;
        return this;
    }

    TestSettings filter(ArchivedFragment.Filter fragmentFilter) {
        filter = fragmentFilter;
        return this;
    }

    TestSettings sampling(FragmentSampling fragmentSampling) {
        sampling = fragmentSampling;
        return this;
    }

    public TestSettings lostFragments(LostFragmentPolicy policy) {
        lostFragments = policy;
        return this;
    }

    TestSettings brokenStreams(BrokenStreamPolicy policy) {
        brokenStreams = policy;
        return this;
    }

    TestSettings maxPendingFragments(int most) {
        maxPendingFragments = most;
        return this;
    }

    TestSettings quota(QuotaSettings settings) {
        quota = settings;
        return this;
    }

    public EnumeratorSettings build() {
        EnumeratorSettings settings =
                new EnumeratorSettings(
                        true,
                        order,
                        maxDrift.orElse(null),
                        watermarks,
                        new ListingSettings(pageSize, lateness, filter, sampling, lostFragments),
                        windowFragments,
                        maxPendingFragments,
                        splitSize,
                        quota,
                        retry,
                        brokenStreams,
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1));
        return isListingOnly ? settings.withoutMedia() : settings;
    }
}
