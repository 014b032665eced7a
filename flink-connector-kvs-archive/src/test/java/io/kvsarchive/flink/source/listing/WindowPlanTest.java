/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.LATENESS;
import static io.kvsarchive.flink.source.listing.TestWindows.PAGE_SIZE;
import static io.kvsarchive.flink.source.listing.TestWindows.START;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.position;
import static io.kvsarchive.flink.source.listing.TestWindows.range;
import static io.kvsarchive.flink.source.listing.TestWindows.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowPlanTest {

    private static final Instant NOW = second(100_000);

    private final WindowPlan plan = new WindowPlan(TestWindows.settings(FragmentSampling.ALL));

    @Test
    void goesOnFromWhatHasBeenListed() {
        WindowListing window =
                plan.next(ListingProgress.at(position(50, 5000)), seconds(100), 7, NOW, 1000);

        assertThat(window.nextPage())
                .isEqualTo(new PageRequest(range(50, 150), Optional.empty(), PAGE_SIZE));
        assertThat(window.settledTo()).isEmpty();
    }

    @Test
    void endsWithTheRange() {
        WindowListing window =
                plan.next(ListingProgress.at(position(50, 120)), seconds(100), 0, NOW, 20);

        assertThat(window.nextPage())
                .isEqualTo(new PageRequest(range(50, 120), Optional.empty(), 20));
    }

    @Test
    void cutsAProbeAfterItsFirstPage() {
        ListingProgress start = ListingProgress.at(position(0, 5000));

        WindowListing probe =
                plan.next(start, new WindowLength(Duration.ofSeconds(1000), true), 0, NOW, 1000);
        WindowListing sized = plan.next(start, seconds(1000), 0, NOW, 1000);
        FragmentPage first = new FragmentPage(fragments(0, 100), Optional.of("more"));
        probe.accept(first);
        sized.accept(first);

        assertThat(probe.window()).isEqualTo(range(0, 1));
        assertThat(sized.window()).isEqualTo(range(0, 1000));
    }

    @Test
    void goesThroughThePastInClosedWindows() {
        ListingProgress past =
                ListingProgress.at(ListingPosition.unbounded(START, Instant.EPOCH, NOW));

        WindowListing window = plan.next(past, seconds(100), 0, NOW, 1000);

        assertThat(window.window()).isEqualTo(received(START, second(100)));
        assertThat(window.settledTo()).isEmpty();
    }

    @Test
    void staysOpenWhereMoreMayBecomeVisible() {
        Instant from = NOW.minus(LATENESS).minusSeconds(99);
        ListingProgress recent =
                ListingProgress.at(ListingPosition.unbounded(from, Instant.EPOCH, NOW));

        WindowListing window = plan.next(recent, seconds(100), 30, NOW, 40);

        assertThat(window.nextPage())
                .isEqualTo(
                        new PageRequest(
                                received(from, NOW.plus(Duration.ofDays(1))),
                                Optional.empty(),
                                30 + 40));
        assertThat(window.settledTo()).contains(NOW.minus(LATENESS));
    }

    @Test
    void asksAtTheLiveEdgeForLittleMoreThanIsKnown() {
        ListingPosition start =
                ListingPosition.unbounded(NOW.minusSeconds(3600), Instant.EPOCH, NOW);
        ListingProgress polling = new ListingProgress(start.range(), start.from(), false, true);

        WindowListing window = plan.next(polling, seconds(1), 20, NOW, 1000);

        assertThat(window.nextPage().maxResults()).isEqualTo(20 + 5 + 10);
        assertThat(window.settledTo()).contains(NOW.minus(LATENESS));
    }

    @Test
    void listsAtOnceWhatIsToBeFoundAgain() {
        ListingPosition resumed = TestWindows.resumed(position(0, 5000), 700, 600);
        ListingProgress start = ListingProgress.at(resumed);

        WindowListing window =
                plan.again(start, PendingAudit.of(TestWindows.STREAM, resumed).orElseThrow(), 50);
        for (int page = 0; page < 11; page++) {
            window.accept(
                    new FragmentPage(fragments(page * 100, page * 100 + 100), Optional.of("more")));
        }

        assertThat(window.window()).isEqualTo(range(0, 700));
    }

    private static FragmentSelector received(Instant from, Instant to) {
        return new FragmentSelector(FragmentSelectorType.SERVER_TIMESTAMP, from, to);
    }

    private static WindowLength seconds(int seconds) {
        return new WindowLength(Duration.ofSeconds(seconds), false);
    }
}
