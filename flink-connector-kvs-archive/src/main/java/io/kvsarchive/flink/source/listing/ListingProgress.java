/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a stream has been listed.
 *
 * @param range what is listed
 * @param from what begins before this time has been listed
 * @param isComplete whether there is nothing more to list
 * @param isAtLiveEdge whether the last window reached the live edge
 */
record ListingProgress(ListingRange range, Instant from, boolean isComplete, boolean isAtLiveEdge) {

    static ListingProgress at(ListingPosition position) {
        return new ListingProgress(position.range(), position.from(), false, false);
    }

    /** The progress after a window that has been listed. */
    ListingProgress after(WindowListing window) {
        Instant end = window.window().end();
        return window.settledTo()
                .map(settled -> new ListingProgress(range, latest(from, settled), false, true))
                .orElseGet(() -> new ListingProgress(range, end, isLast(end), false));
    }

    /** The progress after a window of which the service keeps nothing any more. */
    ListingProgress afterLost(FragmentSelector window) {
        return new ListingProgress(range, from, isLast(window.end()), isAtLiveEdge);
    }

    private boolean isLast(Instant windowEnd) {
        return range.end().filter(end -> !windowEnd.isBefore(end)).isPresent();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Where the earliest fragment may begin that has not been listed, in milliseconds since the
     * epoch by the producer's clock.
     *
     * @see StreamListing#earliestUnlistedMillis
     */
    long earliestUnlistedMillis(Duration uploadDelay) {
        if (isComplete) {
            return Long.MAX_VALUE;
        }
        if (range.clock() == FragmentSelectorType.PRODUCER_TIMESTAMP) {
            return from.toEpochMilli();
        }
        return range.end().isPresent()
                ? Long.MIN_VALUE
                : latest(from.minus(uploadDelay), range.earliestProducerTimestamp()).toEpochMilli();
    }

    /**
     * Where a job that comes after has to list on; nothing if there is nothing left.
     *
     * @param queue what has been listed, and how much of it has been handed out
     */
    Optional<ListingPosition> position(
            FragmentQueue queue, KnownFragments known, WindowLength next, FragmentPicker picker) {
        Optional<FragmentToRead.Listed> first = queue.first();
        if (isComplete && first.isEmpty()) {
            return Optional.empty();
        }
        Instant firstStart =
                first.map(fragment -> Instant.ofEpochMilli(fragment.startMillis(range.clock())))
                        .orElse(Instant.MAX);
        Instant position = firstStart.isBefore(from) ? firstStart : from;
        Map<String, Long> done = queue.deliveredSince(position);
        if (first.isEmpty()) {
            // What was passed over is not to be counted again by the sampling.
            done.putAll(known.startMillis());
        }
        return Optional.of(
                new ListingPosition(
                        range.clock(),
                        range.end(),
                        range.earliestProducerTimestamp(),
                        position,
                        done,
                        next.length(),
                        from,
                        queue.countUpTo(from),
                        first.map(picker::samplingStateBefore).orElse(picker.samplingState())));
    }
}
