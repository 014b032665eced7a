/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.START;
import static io.kvsarchive.flink.source.listing.TestWindows.STREAM;
import static io.kvsarchive.flink.source.listing.TestWindows.fragment;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.position;
import static io.kvsarchive.flink.source.listing.TestWindows.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FragmentPickerTest {

    private static final FragmentSampling EVERY_THIRD = new FragmentSampling(3, Duration.ZERO);
    private static final FragmentSampling EVERY_FOUR_SECONDS =
            new FragmentSampling(1, Duration.ofSeconds(4));

    @Test
    void picksWhatTheFilterAcceptsInOrderOfTime() {
        FragmentPicker picker = picker(position(0, 100), FragmentSampling.ALL);

        assertThat(picker.pick(List.of(fragment(8), fragment(7), fragment(6))))
                .containsExactly(
                        FragmentToRead.listed(fragment(6)), FragmentToRead.listed(fragment(8)));
    }

    @Test
    void leavesOutWhatBeganTooEarlyByTheProducersClock() {
        ListingPosition position = ListingPosition.unbounded(START, second(5), START);
        ListedFragment slow =
                new ListedFragment("slow", second(5), second(50), 1000, Duration.ZERO);

        assertThat(
                        picker(position, FragmentSampling.ALL)
                                .pick(List.of(slow, fragment(4), fragment(6))))
                .containsExactly(FragmentToRead.listed(fragment(6)), FragmentToRead.listed(slow));
    }

    @Test
    void samplesWhatTheFilterAcceptsFromOneWindowToTheNext() {
        FragmentPicker picker = picker(position(0, 100), EVERY_THIRD);

        assertThat(numbers(picker.pick(fragments(0, 5)))).containsExactly("0", "3");
        assertThat(numbers(picker.pick(fragments(5, 13)))).containsExactly("6", "10");
    }

    @Test
    void goesOnSamplingWhereItLeftOff() {
        FragmentPicker before = picker(position(0, 100), EVERY_THIRD);
        List<FragmentToRead.Listed> picked = before.pick(fragments(0, 5));

        assertThat(numbers(resumed(before.samplingState()).pick(fragments(5, 13))))
                .containsExactly("6", "10");
        assertThat(
                        numbers(
                                resumed(before.samplingStateBefore(picked.get(1)))
                                        .pick(fragments(3, 13))))
                .containsExactly("3", "6", "10");
    }

    @Test
    void goesOnWithTheStretchOfTimeThatItWasIn() {
        FragmentPicker before = picker(position(0, 100), EVERY_FOUR_SECONDS);
        List<FragmentToRead.Listed> picked = before.pick(fragments(0, 7));
        assertThat(numbers(picked)).containsExactly("0", "4");

        assertThat(
                        numbers(
                                resumed(before.samplingState(), EVERY_FOUR_SECONDS)
                                        .pick(fragments(7, 13))))
                .containsExactly("8", "12");
        assertThat(
                        numbers(
                                resumed(
                                                before.samplingStateBefore(picked.get(1)),
                                                EVERY_FOUR_SECONDS)
                                        .pick(fragments(2, 13))))
                .containsExactly("4", "8", "12");
    }

    private static FragmentPicker resumed(long samplingState) {
        return resumed(samplingState, EVERY_THIRD);
    }

    private static FragmentPicker resumed(long samplingState, FragmentSampling sampling) {
        return picker(
                new ListingPosition(
                        position(0, 100).clock(),
                        position(0, 100).end(),
                        Instant.EPOCH,
                        second(3),
                        Map.of(),
                        Duration.ofSeconds(1),
                        second(5),
                        0,
                        samplingState),
                sampling);
    }

    private static FragmentPicker picker(ListingPosition position, FragmentSampling sampling) {
        return new FragmentPicker(STREAM, position, TestWindows.settings(sampling));
    }

    private static List<String> numbers(List<FragmentToRead.Listed> fragments) {
        return fragments.stream().map(FragmentToRead::fragmentNumber).toList();
    }
}
