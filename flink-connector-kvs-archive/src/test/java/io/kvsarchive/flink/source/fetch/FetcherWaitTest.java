/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FetcherWaitTest {

    private static final Duration FOR_EVER = Duration.ofDays(1000);

    private final FetcherWait wait = new FetcherWait();
    private final ExecutorService fetcher = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        fetcher.shutdownNow();
    }

    @Test
    void doesNotWaitForWhatHoldsAlready() throws Exception {
        assertThat(wait.until(() -> true)).isTrue();
        assertThat(wait.atLeast(Duration.ZERO)).isTrue();
        assertThat(wait.atLeast(Duration.ofNanos(-5))).isTrue();
    }

    @Test
    void waitsUntilTheTimeHasPassed() throws Exception {
        long before = System.nanoTime();

        assertThat(wait.atLeast(Duration.ofMillis(5))).isTrue();

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void looksAgainWhenItIsTold() throws Exception {
        AtomicBoolean holds = new AtomicBoolean();
        CountDownLatch looked = new CountDownLatch(1);
        Future<Boolean> waiting =
                fetcher.submit(
                        () ->
                                wait.until(
                                        () -> {
                                            looked.countDown();
                                            return holds.get();
                                        }));
        looked.await();

        holds.set(true);
        wait.recheck();

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void goesOnWaitingWhereWhatItIsToldDoesNotHelp() throws Exception {
        CountDownLatch lookedTwice = new CountDownLatch(2);
        Future<Boolean> waiting =
                fetcher.submit(
                        () ->
                                wait.until(
                                        () -> {
                                            lookedTwice.countDown();
                                            return false;
                                        }));
        while (lookedTwice.getCount() > 0) {
            wait.recheck();
        }
        assertThat(waiting.isDone()).isFalse();

        wait.wakeUp();

        assertThat(waiting.get()).isFalse();
    }

    @Test
    void endsAWaitWhenWokenUp() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        Future<Boolean> untilNever =
                fetcher.submit(
                        () ->
                                wait.until(
                                        () -> {
                                            looked.countDown();
                                            return false;
                                        }));
        looked.await();
        wait.wakeUp();
        assertThat(untilNever.get()).isFalse();

        Future<Boolean> forEver = fetcher.submit(() -> wait.atLeast(FOR_EVER));
        wait.wakeUp();
        assertThat(forEver.get()).isFalse();
    }

    @Test
    void endsTheNextWaitWhenWokenUpBeforeIt() throws Exception {
        wait.wakeUp();
        assertThat(wait.atLeast(FOR_EVER)).isFalse();

        wait.wakeUp();
        assertThat(wait.until(() -> false)).isFalse();
    }

    @Test
    void endsOneWaitWithOneWakeUp() throws Exception {
        wait.wakeUp();
        wait.wakeUp();

        assertThat(wait.atLeast(FOR_EVER)).isFalse();
        assertThat(wait.atLeast(Duration.ofMillis(1))).isTrue();
    }
}
