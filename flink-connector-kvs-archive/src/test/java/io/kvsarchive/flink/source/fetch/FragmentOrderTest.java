/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.media.TestBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FragmentOrderTest {

    private static final long BYTES = TestMedia.bytes("1").length;

    private final BufferBudget budget = TestMedia.budget(2 * BYTES);
    private final FragmentOrder order = new FragmentOrder(List.of("1", "2", "3", "4", "5"), budget);

    @Test
    void letsNothingOutBeforeItsTurn() {
        assertThat(order.add(arrived("3"))).isTrue();
        assertThat(order.add(lost("2"))).isTrue();
        assertThat(order.isReady()).isFalse();
        assertThat(order.isEmpty()).isFalse();
        assertThat(order.poll()).isEmpty();

        assertThat(order.add(arrived("1"))).isTrue();

        assertThat(pollAll()).containsExactly("1", "2", "3");
        assertThat(order.isEmpty()).isTrue();
        order.add(arrived("4"));
        order.add(arrived("5"));
        assertThat(pollAll()).containsExactly("4", "5");
        assertThat(order.isReady()).isFalse();
    }

    @Test
    void holdsNoMoreThanTheBufferHasRoomFor() {
        budget.take(1);
        assertThat(order.add(arrived("5"))).isTrue();
        assertThat(order.add(arrived("4"))).isFalse();
        budget.giveBack(1);
        assertThat(order.add(arrived("4"))).isTrue();
        assertThat(order.add(arrived("3"))).isFalse();

        assertThat(budget.hasRoomToHold(1)).isFalse();
    }

    @Test
    void takesWhatComesInItsTurnAndLossesHoweverFullTheBufferIs() {
        budget.take(9 * BYTES);

        assertThat(order.add(arrived("2"))).isFalse();
        assertThat(order.add(lost("3"))).isTrue();
        assertThat(order.add(arrived("1"))).isTrue();
        assertThat(pollAll()).containsExactly("1");
        assertThat(order.add(arrived("2"))).isTrue();
        assertThat(pollAll()).containsExactly("2", "3");
    }

    @Test
    void givesTheRoomBackOfWhatHasLeft() {
        for (String number : List.of("2", "1")) {
            order.add(arrived(number));
        }
        assertThat(budget.hasRoomToHold(1)).isFalse();

        order.poll();
        assertThat(budget.hasRoomToHold(BYTES)).isTrue();
        assertThat(budget.hasRoomToHold(BYTES + 1)).isFalse();

        order.poll();
        assertThat(budget.hasRoomToHold(2 * BYTES)).isTrue();
    }

    private List<String> pollAll() {
        List<String> numbers = new ArrayList<>();
        while (order.isReady()) {
            numbers.add(order.poll().orElseThrow().fragmentNumber());
        }
        return numbers;
    }

    private static SplitResult arrived(String number) {
        return new SplitResult.Arrived(TestBodies.parsed(number, TestMedia.FRAMES));
    }

    private static SplitResult lost(String number) {
        return new SplitResult.Lost(
                new LostFragment(
                        "camera",
                        number,
                        Optional.empty(),
                        0,
                        0,
                        LostFragment.Cause.REFUSED,
                        "no such fragment"));
    }
}
