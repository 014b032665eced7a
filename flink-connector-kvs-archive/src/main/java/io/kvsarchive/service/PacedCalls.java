/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets callers wait until the next call is due. Safe for use by several threads. */
final class PacedCalls {

    /** A tenth of a second's worth: others call, too, and a burst would hit them. */
    private static final double BURST_SECONDS = 0.1;

    private final TokenBucket bucket;
    private final CountDownLatch ended;

    /**
     * @param ended once it is counted down, nobody waits any more
     */
    PacedCalls(double perSecond, LongSupplier nanoClock, CountDownLatch ended) {
        this.bucket = new TokenBucket(perSecond, Math.max(1, perSecond * BURST_SECONDS), nanoClock);
        this.ended = ended;
    }

    /** Waits; at once done after the end, and when the thread is interrupted. */
    void await() {
        try {
            Duration wait = bucket.take(1);
            while (!wait.isZero() && !ended.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                wait = bucket.take(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
