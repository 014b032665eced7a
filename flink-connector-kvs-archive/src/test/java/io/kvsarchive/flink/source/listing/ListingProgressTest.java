/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.START;
import static io.kvsarchive.flink.source.listing.TestWindows.STREAM;
import static io.kvsarchive.flink.source.listing.TestWindows.closed;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.open;
import static io.kvsarchive.flink.source.listing.TestWindows.position;
import static io.kvsarchive.flink.source.listing.TestWindows.range;
import static io.kvsarchive.flink.source.listing.TestWindows.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingProgressTest {

    private static final ListingPosition RANGE = position(0, 100);
    private static final ListingPosition UNBOUNDED =
            ListingPosition.unbounded(START, second(-2), START);
    private static final WindowLength NEXT = new WindowLength(Duration.ofSeconds(30), false);

    private final ListingProgress start = ListingProgress.at(RANGE);
    private final ListingProgress unboundedStart = ListingProgress.at(UNBOUNDED);

    @Test
    void reachesTheEndOfAClosedWindow() {
        assertThat(start.after(closed(range(0, 40), fragments(0, 40))))
                .isEqualTo(new ListingProgress(RANGE.range(), second(40), false, false));
        assertThat(start.after(closed(range(40, 100), List.of())))
                .isEqualTo(new ListingProgress(RANGE.range(), second(100), true, false));
    }

    @Test
    void reachesWhatIsSettledOfAnOpenWindow() {
        assertThat(unboundedStart.after(open(range(0, 90), second(40), List.of())))
                .isEqualTo(new ListingProgress(UNBOUNDED.range(), second(40), false, true));
        assertThat(unboundedStart.after(open(range(0, 90), second(-40), List.of())))
                .isEqualTo(new ListingProgress(UNBOUNDED.range(), START, false, true));
    }

    @Test
    void reachesWhereAnOpenWindowWasCut() {
        WindowListing window =
                new WindowListing(range(0, 90), Optional.of(second(40)), 10, 10, 10, false);
        window.accept(new FragmentPage(fragments(0, 20), Optional.of("more")));
        window.accept(new FragmentPage(fragments(0, 5), Optional.empty()));

        assertThat(unboundedStart.after(window))
                .isEqualTo(new ListingProgress(UNBOUNDED.range(), second(5), false, false));
    }

    @Test
    void staysWhereItIsWhereAWindowIsGone() {
        assertThat(start.afterLost(range(0, 40))).isEqualTo(start);
        assertThat(start.afterLost(range(0, 100)))
                .isEqualTo(new ListingProgress(RANGE.range(), START, true, false));
    }

    @Test
    void knowsWhereTheEarliestUnlistedFragmentMayBegin() {
        Duration uploadDelay = Duration.ofSeconds(15);
        ListingPosition received =
                ListingPosition.ofRange(FragmentSelectorType.SERVER_TIMESTAMP, START, second(100));

        assertThat(progress(RANGE, 40).earliestUnlistedMillis(uploadDelay))
                .isEqualTo(second(40).toEpochMilli());
        assertThat(progress(received, 40).earliestUnlistedMillis(uploadDelay))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(progress(UNBOUNDED, 40).earliestUnlistedMillis(uploadDelay))
                .isEqualTo(second(25).toEpochMilli());
        assertThat(progress(UNBOUNDED, 10).earliestUnlistedMillis(uploadDelay))
                .isEqualTo(second(-2).toEpochMilli());
        assertThat(
                        new ListingProgress(received.range(), second(100), true, false)
                                .earliestUnlistedMillis(uploadDelay))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void goesOnFromTheFirstFragmentThatWasNotHandedOut() {
        FragmentPicker picker = picker();
        FragmentQueue queue = queue(picker, 0, 10);
        queue.take();
        queue.take();

        assertThat(progress(RANGE, 10).position(queue, known(Map.of("9", 1L)), NEXT, picker))
                .contains(after(2, Map.of(), 10, 7, picker.samplingStateBefore(first(queue))));
    }

    /** More had been listed at the live edge than is settled. */
    @Test
    void goesOnFromWhatIsSettledIfAllThatWasIsHandedOut() {
        FragmentPicker picker = picker();
        FragmentQueue queue = queue(picker, 4, 7);
        queue.take();

        assertThat(progress(RANGE, 4).position(queue, known(Map.of("9", 1L)), NEXT, picker))
                .contains(
                        after(
                                4,
                                Map.of("4", second(4).toEpochMilli()),
                                4,
                                0,
                                picker.samplingStateBefore(first(queue))));
    }

    @Test
    void passesOverNothingTwiceOnceAllIsHandedOut() {
        FragmentPicker picker = picker();
        FragmentQueue queue = queue(picker, 0, 1);
        queue.take();
        long known = second(10).toEpochMilli();

        assertThat(progress(RANGE, 10).position(queue, known(Map.of("10", known)), NEXT, picker))
                .contains(after(10, Map.of("10", known), 10, 0, picker.samplingState()));
    }

    @Test
    void leavesNothingOnceAllIsListedAndHandedOut() {
        ListingProgress complete = new ListingProgress(RANGE.range(), second(100), true, false);
        FragmentPicker picker = picker();
        FragmentQueue queue = queue(picker, 0, 1);

        assertThat(complete.position(queue, known(Map.of()), NEXT, picker)).isPresent();
        queue.take();
        assertThat(complete.position(queue, known(Map.of()), NEXT, picker)).isEmpty();
    }

    private static FragmentToRead.Listed first(FragmentQueue queue) {
        return queue.first().orElseThrow();
    }

    private static ListingPosition after(
            int from, Map<String, Long> delivered, int listedTo, int pending, long samplingState) {
        return new ListingPosition(
                RANGE.clock(),
                RANGE.end(),
                Instant.EPOCH,
                second(from),
                delivered,
                NEXT.length(),
                second(listedTo),
                pending,
                samplingState);
    }

    private static FragmentPicker picker() {
        return new FragmentPicker(
                STREAM,
                RANGE,
                TestWindows.settings(new FragmentSampling(1, Duration.ofSeconds(1))));
    }

    private static FragmentQueue queue(FragmentPicker picker, int from, int to) {
        FragmentQueue queue = new FragmentQueue(RANGE.clock(), Map.of());
        queue.add(picker.pick(fragments(from, to)));
        return queue;
    }

    private static KnownFragments known(Map<String, Long> startMillis) {
        return new KnownFragments(RANGE.clock(), startMillis);
    }

    private static ListingProgress progress(ListingPosition start, int from) {
        return new ListingProgress(start.range(), second(from), false, false);
    }
}
