/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentToReadTest {

    @Test
    void tellsUsersAllThatTheListingTold() {
        Instant producer = Instant.parse("2025-03-14T09:26:53.589Z");
        Instant server = Instant.parse("2025-03-14T09:26:54.001Z");
        FragmentToRead.Listed fragment =
                new FragmentToRead.Listed(
                        "7", producer.toEpochMilli(), server.toEpochMilli(), 4711, 1796);

        assertThat(fragment.toArchivedFragment("camera"))
                .isEqualTo(
                        new ArchivedFragment(
                                "camera", "7", producer, server, 4711, Duration.ofMillis(1796)));
    }

    @Test
    void ordersByTimeThenByNumberOfAnyLength() {
        List<FragmentToRead> inOrder =
                List.of(
                        FragmentToRead.numbered("9"),
                        FragmentToRead.numbered("10"),
                        listed("9", -1, 4),
                        listed("9", 0, 3),
                        listed("10", 0, 3),
                        listed("11", 0, 3),
                        listed("100000000000000000000000000000000000000000", 0, 2),
                        listed("1", 1, 1));
        List<FragmentToRead> fragments = new ArrayList<>(inOrder);
        Collections.reverse(fragments);

        fragments.sort(FragmentToRead.order(FragmentSelectorType.PRODUCER_TIMESTAMP));
        assertThat(fragments).isEqualTo(inOrder);

        fragments.sort(FragmentToRead.order(FragmentSelectorType.SERVER_TIMESTAMP));
        assertThat(fragments)
                .containsExactly(
                        inOrder.get(0),
                        inOrder.get(1),
                        inOrder.get(7),
                        inOrder.get(6),
                        inOrder.get(3),
                        inOrder.get(4),
                        inOrder.get(5),
                        inOrder.get(2));
    }

    @Test
    void knowsWhatTheListingTells() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");

        FragmentToRead fragment =
                FragmentToRead.listed(
                        new ListedFragment(
                                "7", start, start.plusMillis(250), 4711, Duration.ofMillis(1796)));

        assertThat(fragment)
                .isEqualTo(
                        new FragmentToRead.Listed(
                                "7", start.toEpochMilli(), start.toEpochMilli() + 250, 4711, 1796));
        assertThat(fragment.producerTimestamp()).contains(start);
        assertThat(fragment.earliestMillis()).isEqualTo(start.toEpochMilli());
        assertThat(fragment.startMillis(FragmentSelectorType.SERVER_TIMESTAMP))
                .isEqualTo(start.toEpochMilli() + 250);
    }

    @Test
    void isListedEvenIfAllThatIsKnownIsZero() {
        FragmentToRead fragment = listed("7", 0, 0);

        assertThat(fragment.producerTimestamp()).contains(Instant.EPOCH);
        assertThat(fragment.earliestMillis()).isZero();
    }

    @Test
    void knowsNothingOfAFragmentThatIsAskedForByItsNumber() {
        FragmentToRead fragment = FragmentToRead.numbered("7");

        assertThat(fragment.fragmentNumber()).isEqualTo("7");
        assertThat(fragment.producerTimestamp()).isEmpty();
        assertThat(fragment.earliestMillis()).isEqualTo(Long.MIN_VALUE);
        assertThat(fragment.startMillis(FragmentSelectorType.SERVER_TIMESTAMP))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(fragment.sizeInBytes()).isZero();
    }

    private static FragmentToRead listed(String number, long producerMillis, long serverMillis) {
        return new FragmentToRead.Listed(number, producerMillis, serverMillis, 0, 0);
    }
}
