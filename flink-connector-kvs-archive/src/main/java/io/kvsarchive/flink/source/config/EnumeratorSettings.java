/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * How fragments are found and handed out.
 *
 * @param needsMediaEndpoints whether readers are told where to ask for a stream's media
 * @param order whether the fragments of a stream are spread over readers
 * @param driftLimit see {@link #maxDrift}; null if there is none
 * @param windowFragments how many fragments one window of a stream's listing holds at most
 * @param maxPendingFragments how many fragments of all streams may be listed ahead
 * @param splitSize how much one split may hold
 * @param retry when and how often calls are made again that failed
 * @param brokenStreams what to do about streams that can't be listed
 * @param pollInterval how long to wait at a stream's live edge before it is listed again
 * @param discoveryInterval how long to wait before new streams are looked for, in an unbounded job
 */
@Internal
public record EnumeratorSettings(
        boolean needsMediaEndpoints,
        ReadOrder order,
        @Nullable Duration driftLimit,
        WatermarkSettings watermarks,
        ListingSettings listing,
        int windowFragments,
        int maxPendingFragments,
        SplitSize splitSize,
        QuotaSettings quota,
        RetrySettings retry,
        BrokenStreamPolicy brokenStreams,
        Duration pollInterval,
        Duration discoveryInterval)
        implements Serializable {

    /** More than splits that are read side by side span, and little enough to wait in windows. */
    private static final Duration DRIFT_WITH_WATERMARKS = Duration.ofHours(1);

    private static final int MAX_WINDOW_FRAGMENTS = 1_000_000;
    private static final int MAX_PENDING_FRAGMENTS = 100_000_000;

    static EnumeratorSettings of(CheckedOptions options, ArchivedFragment.Filter filter) {
        WatermarkSettings watermarks = WatermarkSettings.of(options);
        return new EnumeratorSettings(
                true,
                options.get(KvsArchiveSourceOptions.READ_ORDER),
                driftLimit(options, watermarks),
                watermarks,
                ListingSettings.of(options, filter),
                options.between(
                        KvsArchiveSourceOptions.LISTING_WINDOW_FRAGMENTS, 1, MAX_WINDOW_FRAGMENTS),
                options.between(
                        KvsArchiveSourceOptions.LISTING_MAX_PENDING, 1, MAX_PENDING_FRAGMENTS),
                SplitSize.of(options),
                QuotaSettings.of(options),
                options.retry(),
                options.get(KvsArchiveSourceOptions.ON_BROKEN_STREAM),
                options.positive(KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL),
                options.positive(KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL));
    }

    private static @Nullable Duration driftLimit(
            CheckedOptions options, WatermarkSettings watermarks) {
        if (options.isSet(KvsArchiveSourceOptions.READ_MAX_DRIFT)) {
            return options.positive(KvsArchiveSourceOptions.READ_MAX_DRIFT);
        }
        return watermarks.areFromSource() ? DRIFT_WITH_WATERMARKS : null;
    }

    /**
     * How far a stream may be ahead of the one that is furthest behind; empty if there is no bound.
     */
    public Optional<Duration> maxDrift() {
        return Optional.ofNullable(driftLimit);
    }

    /** The same for a job that reads nothing but the listing. */
    public EnumeratorSettings withoutMedia() {
        return new EnumeratorSettings(
                false,
                order,
                driftLimit,
                watermarks,
                listing,
                windowFragments,
                maxPendingFragments,
                splitSize,
                quota.withUnlimitedMedia(),
                retry,
                brokenStreams,
                pollInterval,
                discoveryInterval);
    }

    /** Whether all of a stream goes to one reader, in the order of time. */
    public boolean isOrdered() {
        return order == ReadOrder.ORDERED;
    }
}
