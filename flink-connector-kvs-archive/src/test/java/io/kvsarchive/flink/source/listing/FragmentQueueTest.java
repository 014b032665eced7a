/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FragmentQueueTest {

    private final FragmentQueue byProducer =
            new FragmentQueue(FragmentSelectorType.PRODUCER_TIMESTAMP, Map.of());
    private final FragmentQueue byServer =
            new FragmentQueue(FragmentSelectorType.SERVER_TIMESTAMP, Map.of());

    @Test
    void handsOutInTheOrderOfItsClock() {
        byProducer.add(List.of(fragment("1", 10, 90), fragment("3", 30, 70)));
        byProducer.add(List.of(fragment("2", 20, 80), fragment("4", 30, 60)));

        assertThat(numbers(byProducer)).containsExactly("1", "2", "3", "4");
        assertThat(byProducer.take().fragmentNumber()).isEqualTo("1");
        assertThat(numbers(byProducer)).containsExactly("2", "3", "4");
    }

    @Test
    void tellsTheEarliestByTheProducersClockWhateverItsOrder() {
        assertThat(byServer.earliestMillis()).isEqualTo(Long.MAX_VALUE);
        byServer.add(List.of(fragment("1", 70, 1), fragment("2", 50, 2), fragment("3", 50, 3)));
        byServer.add(List.of(fragment("4", 60, 4)));

        assertThat(byServer.earliestMillis()).isEqualTo(50);
        byServer.take();
        byServer.take();
        assertThat(byServer.earliestMillis()).isEqualTo(50);
        byServer.take();
        assertThat(byServer.earliestMillis()).isEqualTo(60);
        byServer.take();
        assertThat(byServer.earliestMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void forgetsWhatWasHandedOutBeforeATimeAndBeforeWhatIsLeft() {
        FragmentQueue queue =
                new FragmentQueue(FragmentSelectorType.PRODUCER_TIMESTAMP, Map.of("0", 5L));
        queue.add(List.of(fragment("1", 10, 0), fragment("2", 20, 0), fragment("3", 30, 0)));
        queue.take();
        queue.take();
        assertThat(queue.deliveredSince(millis(0)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("0", 5L, "1", 10L, "2", 20L));
        assertThat(queue.deliveredSince(millis(10)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("1", 10L, "2", 20L));

        queue.forgetDeliveredBefore(millis(10));
        assertThat(queue.deliveredSince(millis(0)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("1", 10L, "2", 20L));

        queue.forgetDeliveredBefore(millis(100));
        assertThat(queue.deliveredSince(millis(0))).isEmpty();
        queue.take();
        assertThat(queue.deliveredSince(millis(0))).containsOnlyKeys("3");
        queue.forgetDeliveredBefore(millis(31));
        assertThat(queue.deliveredSince(millis(0))).isEmpty();
    }

    @Test
    void countsWhatIsLeftUpToATime() {
        byProducer.add(List.of(fragment("1", 10, 0), fragment("2", 20, 0), fragment("3", 30, 0)));

        assertThat(byProducer.countUpTo(millis(9))).isZero();
        assertThat(byProducer.countUpTo(millis(20))).isEqualTo(2);
        assertThat(byProducer.countUpTo(millis(99))).isEqualTo(3);
    }

    private static List<String> numbers(FragmentQueue queue) {
        return StreamSupport.stream(queue.inOrder().spliterator(), false)
                .map(FragmentToRead::fragmentNumber)
                .toList();
    }

    private static FragmentToRead.Listed fragment(String number, long producer, long server) {
        return new FragmentToRead.Listed(number, producer, server, 1, 1);
    }

    private static Instant millis(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
