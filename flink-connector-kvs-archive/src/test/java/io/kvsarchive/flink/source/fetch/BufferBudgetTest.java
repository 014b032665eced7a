/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BufferBudgetTest {

    private final FetcherWait wait = new FetcherWait();
    private final BufferBudget budget = new BufferBudget(100, wait);

    @Test
    void hasRoomUntilItsBytesAreTaken() {
        budget.take(99);
        assertThat(budget.hasRoom()).isTrue();

        budget.take(50);
        assertThat(budget.hasRoom()).isFalse();

        budget.giveBack(50);
        assertThat(budget.hasRoom()).isTrue();
    }

    @Test
    void hasNoRoomForMoreThanItsBytesAndThoseThatWaitForTheirTurn() {
        budget.take(30);
        assertThat(budget.hasRoomToHold(70)).isTrue();
        assertThat(budget.hasRoomToHold(71)).isFalse();

        budget.hold(69);
        assertThat(budget.hasRoom()).isTrue();
        assertThat(budget.hasRoomToHold(1)).isTrue();
        assertThat(budget.hasRoomToHold(2)).isFalse();

        budget.hold(1);
        assertThat(budget.hasRoom()).isFalse();

        budget.letGo(70);
        assertThat(budget.hasRoom()).isTrue();
        assertThat(budget.hasRoomToHold(70)).isTrue();
    }

    /** They wait for what is still to be read. */
    @Test
    void hasRoomWhenNothingIsLeftButWhatWaitsForItsTurn() {
        budget.take(1);
        budget.hold(150);
        assertThat(budget.hasRoom()).isFalse();

        budget.giveBack(1);

        assertThat(budget.hasRoom()).isTrue();
    }

    @Test
    void letsTheFetcherGoOnWhenBytesAreGivenBack() throws Exception {
        budget.take(100);
        CountDownLatch looked = new CountDownLatch(1);
        ExecutorService fetcher = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> waiting =
                    fetcher.submit(
                            () ->
                                    wait.until(
                                            () -> {
                                                boolean hasRoom = budget.hasRoom();
                                                looked.countDown();
                                                return hasRoom;
                                            }));
            looked.await();

            budget.giveBack(1);

            assertThat(waiting.get()).isTrue();
        } finally {
            fetcher.shutdownNow();
        }
    }
}
