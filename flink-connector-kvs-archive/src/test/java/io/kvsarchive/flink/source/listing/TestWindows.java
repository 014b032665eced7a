/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Windows of a stream with a fragment a second, which the service receives a second later. */
final class TestWindows {

    static final StreamReference STREAM = new StreamReference("camera");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final int PAGE_SIZE = 100;
    static final Duration LATENESS = Duration.ofSeconds(60);

    private TestWindows() {}

    static Instant second(int second) {
        return START.plusSeconds(second);
    }

    /** A fragment whose number is the second in which it begins. */
    static ListedFragment fragment(int second) {
        return new ListedFragment(
                Integer.toString(second), second(second), second(second + 1), 1000, Duration.ZERO);
    }

    static List<ListedFragment> fragments(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestWindows::fragment).toList();
    }

    static FragmentSelector range(int from, int to) {
        return new FragmentSelector(
                FragmentSelectorType.PRODUCER_TIMESTAMP, second(from), second(to));
    }

    static ListingPosition position(int from, int to) {
        return ListingPosition.ofRange(
                FragmentSelectorType.PRODUCER_TIMESTAMP, second(from), second(to));
    }

    /** Where a job goes on that had listed so far, and left so many fragments pending. */
    static ListingPosition resumed(ListingPosition start, int listedTo, int pending) {
        return new ListingPosition(
                start.clock(),
                start.end(),
                start.earliestProducerTimestamp(),
                start.from(),
                start.delivered(),
                start.windowLength(),
                second(listedTo),
                pending,
                start.samplingState());
    }

    /** A window that has been listed to its end. */
    static WindowListing closed(FragmentSelector range, List<ListedFragment> fragments) {
        return listed(range, Optional.empty(), fragments);
    }

    /** A window that has been listed and stays open. */
    static WindowListing open(
            FragmentSelector range, Instant settledTo, List<ListedFragment> fragments) {
        return listed(range, Optional.of(settledTo), fragments);
    }

    private static WindowListing listed(
            FragmentSelector range, Optional<Instant> settledTo, List<ListedFragment> fragments) {
        WindowListing window = new WindowListing(range, settledTo, 1000, 1000, 1000, false);
        window.accept(new FragmentPage(fragments, Optional.empty()));
        return window;
    }

    static ListingSettings settings(FragmentSampling sampling) {
        return new ListingSettings(
                PAGE_SIZE,
                LATENESS,
                fragment -> !fragment.fragmentNumber().equals("7"),
                sampling,
                LostFragmentPolicy.FAIL);
    }
}
