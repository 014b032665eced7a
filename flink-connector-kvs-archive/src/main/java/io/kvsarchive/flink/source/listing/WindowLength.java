/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.util.Collection;
import java.util.LongSummaryStatistics;

/**
 * How long the next window of time should be, by what the one before held: windows grow wider where
 * a stream has few fragments and narrower where it has many.
 *
 * @param isProbe whether nothing is known of how dense the stream is there
 */
record WindowLength(Duration length, boolean isProbe) {

    private static final int MAX_WIDENING = 16;
    private static final double FULL_ENOUGH = 0.95;
    private static final double MAX_MILLIS = Duration.ofDays(365_000).toMillis();

    /** A window with fewer fragments says little of how dense the stream is in the next one. */
    private static final int TELLING_FRAGMENTS = 10;

    WindowLength {
        length = atLeastShortest(length);
    }

    static WindowLength at(ListingPosition position) {
        return new WindowLength(
                position.windowLength(), position.listedTo().equals(position.from()));
    }

    /**
     * The length after a window that has been listed.
     *
     * @param pageSize how many fragments a page of the next window has at most
     * @param maxFragments how many fragments the next window should hold at most
     */
    WindowLength after(WindowListing window, int pageSize, int maxFragments) {
        if (window.settledTo().isPresent()) {
            return new WindowLength(length, false);
        }
        FragmentSelector range = window.window();
        int count = window.fragments().size();
        boolean isTelling = count >= TELLING_FRAGMENTS;
        Duration filled = isTelling ? recorded(window.fragments(), range.type()) : lengthOf(range);
        return new WindowLength(
                times(atLeastShortest(filled), factorOfNext(count, pageSize, maxFragments)),
                !isTelling);
    }

    /** The length after a window of which the service keeps nothing any more. */
    WindowLength afterLost(FragmentSelector window) {
        return new WindowLength(times(atLeastShortest(lengthOf(window)), MAX_WIDENING), true);
    }

    private static Duration lengthOf(FragmentSelector window) {
        return Duration.between(window.start(), window.end());
    }

    /** A window may begin long before the stream does, which says nothing of how dense it is. */
    private static Duration recorded(
            Collection<ListedFragment> fragments, FragmentSelectorType clock) {
        LongSummaryStatistics starts =
                fragments.stream()
                        .mapToLong(fragment -> fragment.timestamp(clock).toEpochMilli())
                        .summaryStatistics();
        return Duration.ofMillis(starts.getMax() - starts.getMin());
    }

    /**
     * How much longer the next window should be: so that it fills its pages almost, and holds half
     * of the bound, lest a stream that grows denser pass it at once.
     */
    private static double factorOfNext(int fragments, int pageSize, int maxFragments) {
        int pages = maxFragments / 2 / pageSize;
        double aim = pages == 0 ? maxFragments / 2.0 : pages * pageSize * FULL_ENOUGH;
        return fragments == 0 ? MAX_WIDENING : Math.min(MAX_WIDENING, aim / fragments);
    }

    private static Duration times(Duration length, double factor) {
        return Duration.ofMillis((long) Math.min(MAX_MILLIS, length.toMillis() * factor));
    }

    private static Duration atLeastShortest(Duration length) {
        return length.compareTo(WindowListing.MIN_LENGTH) < 0 ? WindowListing.MIN_LENGTH : length;
    }
}
