/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacedCallsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void letsATenthOfASecondsWorthPassAtOnce() {
        PacedCalls paced = new PacedCalls(50, nanos::get, ended);

        for (int i = 0; i < 5; i++) {
            paced.await();
        }
        nanos.addAndGet(20_000_000);
        paced.await();
    }

    @Test
    void holdsACallThatIsNotDueUntilTheEnd() throws Exception {
        PacedCalls paced = new PacedCalls(1, nanos::get, ended);
        Thread caller =
                new Thread(
                        () -> {
                            paced.await();
                            calls.incrementAndGet();
                            paced.await();
                            calls.incrementAndGet();
                        });
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(calls).hasValue(1);

        ended.countDown();
        caller.join();

        assertThat(calls).hasValue(2);
    }

    @Test
    void holdsNobodyWhereThereIsNoLimit() {
        PacedCalls paced = new PacedCalls(CallRates.UNLIMITED.getDataEndpoint(), nanos::get, ended);

        for (int i = 0; i < 100_000; i++) {
            paced.await();
        }
    }

    @Test
    void endsTheWaitOnAnInterrupt() {
        PacedCalls paced = new PacedCalls(1, nanos::get, ended);
        paced.await();
        Thread.currentThread().interrupt();

        paced.await();

        assertThat(Thread.interrupted()).isTrue();
    }
}
