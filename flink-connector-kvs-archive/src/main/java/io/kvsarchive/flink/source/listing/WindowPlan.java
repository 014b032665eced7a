/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.service.FragmentSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans which window of time is listed next, and in pages of which size. */
final class WindowPlan {

    /** How far the service's clock may be ahead of this machine's. */
    private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

    private static final int FEW_RESULTS = 10;

    private final int maxPageSize;
    private final Duration lateness;

    WindowPlan(ListingSettings settings) {
        this.maxPageSize = settings.pageSize();
        this.lateness = settings.lateness();
    }

    /**
     * The window that follows what has been listed.
     *
     * @param known how many fragments have been listed that the window may hold again
     * @param maxFragments how many fragments it should hold at most
     */
    WindowListing next(
            ListingProgress listed, WindowLength length, int known, Instant now, int maxFragments) {
        Instant to = listed.from().plus(length.length());
        if (listed.range().end().isPresent()) {
            Instant end = listed.range().end().get();
            return closed(listed, to.isBefore(end) ? to : end, maxFragments, length.isProbe());
        }
        Instant settled = now.minus(lateness);
        return listed.isAtLiveEdge() || !to.isBefore(settled)
                ? open(listed, known, now, settled, maxFragments, length.isProbe())
                : closed(listed, to, maxFragments, length.isProbe());
    }

    /** The window of what has been listed before, all of which is to be found at once. */
    WindowListing again(ListingProgress listed, PendingAudit audit, int maxFragments) {
        return closed(listed, audit.listedTo(), Math.max(maxFragments, 2 * audit.pending()), false);
    }

    private WindowListing closed(
            ListingProgress listed, Instant to, int maxFragments, boolean isProbe) {
        int pageSize = pageSize(maxFragments);
        return new WindowListing(
                new FragmentSelector(listed.range().clock(), listed.from(), to),
                Optional.empty(),
                maxFragments,
                pageSize,
                pageSize,
                isProbe);
    }

    private WindowListing open(
            ListingProgress listed,
            int known,
            Instant now,
            Instant settled,
            int maxFragments,
            boolean isProbe) {
        int bound = known + maxFragments;
        int pageSize = pageSize(bound);
        int expected = known + known / 4 + FEW_RESULTS;
        Instant from = listed.from();
        return new WindowListing(
                new FragmentSelector(
                        listed.range().clock(),
                        from,
                        (from.isAfter(now) ? from : now).plus(CLOCK_AHEAD)),
                Optional.of(settled),
                bound,
                listed.isAtLiveEdge() ? Math.min(pageSize, expected) : pageSize,
                pageSize,
                isProbe);
    }

    /** How many fragments a page of a window holds at most that should hold so many. */
    int pageSize(int maxFragments) {
        return Math.min(maxPageSize, maxFragments);
    }
}
