/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where the fetcher thread waits, until it is woken up. A wake-up while nobody waits ends the next
 * wait at once.
 */
final class FetcherWait {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean isWokenUp;

    /**
     * Waits until a condition holds; whoever makes it hold calls {@link #recheck}.
     *
     * @return whether it holds; false if the wait was ended by a wake-up
     */
    boolean until(BooleanSupplier condition) throws InterruptedException {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (isWokenUp) {
                    isWokenUp = false;
                    return false;
                }
                changed.await();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for some time.
     *
     * @return whether it has passed; false if the wait was ended by a wake-up
     */
    boolean atLeast(Duration time) throws InterruptedException {
        long nanos = time.toNanos();
        lock.lock();
        try {
            while (nanos > 0) {
                if (isWokenUp) {
                    isWokenUp = false;
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the waiting thread look at its condition again. */
    void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void wakeUp() {
        lock.lock();
        try {
            isWokenUp = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
