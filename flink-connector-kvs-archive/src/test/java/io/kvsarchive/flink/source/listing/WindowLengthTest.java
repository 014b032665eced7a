/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.closed;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.open;
import static io.kvsarchive.flink.source.listing.TestWindows.range;
import static io.kvsarchive.flink.source.listing.TestWindows.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowLengthTest {

    private static final WindowLength HOUR = new WindowLength(Duration.ofHours(1), true);

    @Test
    void aimsAtHalfOfTheBoundInPagesThatAreAlmostFull() {
        WindowListing held101 = closed(range(0, 3600), fragments(0, 101));

        assertThat(HOUR.after(held101, 100, 1000))
                .isEqualTo(new WindowLength(Duration.ofMillis(100_000L * 475 / 101), false));
        assertThat(HOUR.after(held101, 100, 150))
                .isEqualTo(new WindowLength(Duration.ofMillis(100_000L * 75 / 101), false));
    }

    @Test
    void measuresDensityWhereFragmentsAre() {
        WindowListing dayBefore = closed(range(-86_400, 20), fragments(0, 20));

        assertThat(HOUR.after(dayBefore, 100, 200).length()).isEqualTo(ofSeconds(19 * 95 / 20.0));
    }

    @Test
    void probesOnAfterTooFewFragmentsToTell() {
        assertThat(HOUR.after(closed(range(0, 100), fragments(0, 9)), 100, 200))
                .isEqualTo(new WindowLength(ofSeconds(100 * 95 / 9.0), true));
        assertThat(HOUR.after(closed(range(0, 100), fragments(0, 10)), 100, 200))
                .isEqualTo(new WindowLength(ofSeconds(9 * 95 / 10.0), false));
    }

    @Test
    void widensByNoMoreThanSixteenTimes() {
        assertThat(HOUR.after(closed(range(0, 100), List.of()), 100, 1000))
                .isEqualTo(new WindowLength(Duration.ofSeconds(1600), true));
        assertThat(HOUR.after(closed(range(0, 100), fragments(0, 1)), 100, 1000))
                .isEqualTo(new WindowLength(Duration.ofSeconds(1600), true));
        assertThat(HOUR.afterLost(range(0, 100)))
                .isEqualTo(new WindowLength(Duration.ofSeconds(1600), true));
    }

    @Test
    void staysTheSameWhereAWindowStaysOpen() {
        WindowListing poll = open(range(0, 100), second(40), fragments(0, 50));

        assertThat(HOUR.after(poll, 100, 1000))
                .isEqualTo(new WindowLength(Duration.ofHours(1), false));
    }

    @Test
    void isNeverShorterThanAWindowCanBe() {
        List<ListedFragment> atOnce =
                fragments(0, 50).stream()
                        .map(
                                fragment ->
                                        new ListedFragment(
                                                fragment.fragmentNumber(),
                                                second(1),
                                                second(1),
                                                1,
                                                Duration.ZERO))
                        .toList();

        assertThat(HOUR.after(closed(range(0, 100), atOnce), 10, 10).length())
                .isEqualTo(Duration.ofMillis(1));
        assertThat(new WindowLength(Duration.ZERO, false).length()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void endsWhereTimesEnd() {
        FragmentSelector longest =
                new FragmentSelector(
                        FragmentSelectorType.PRODUCER_TIMESTAMP,
                        Instant.EPOCH,
                        Instant.EPOCH.plus(Duration.ofDays(300_000)));

        assertThat(HOUR.afterLost(longest).length()).isEqualTo(Duration.ofDays(365_000));
    }

    @Test
    void probesWhereNothingHasBeenListed() {
        ListingPosition fresh = TestWindows.position(0, 100);

        assertThat(WindowLength.at(fresh))
                .isEqualTo(new WindowLength(Duration.ofSeconds(100), true));
        assertThat(WindowLength.at(TestWindows.resumed(fresh, 10, 3)))
                .isEqualTo(new WindowLength(Duration.ofSeconds(100), false));
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
