/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Notes when records come, over all subtasks, which run in one process. */
final class Stopwatch {

    private static final long NEVER = Long.MIN_VALUE;

    private static final LongAdder RECORDS = new LongAdder();
    private static final LongAdder BYTES = new LongAdder();
    private static final AtomicLong FIRST = new AtomicLong(NEVER);
    private static final AtomicLong LAST = new AtomicLong(NEVER);

    private final long start = System.nanoTime();

    private Stopwatch() {}

    static Stopwatch start() {
        RECORDS.reset();
        BYTES.reset();
        FIRST.set(NEVER);
        LAST.set(NEVER);
        return new Stopwatch();
    }

    /** Called in the tasks. */
    static void note(long bytes) {
        long now = System.nanoTime();
        RECORDS.increment();
        BYTES.add(bytes);
        if (FIRST.get() == NEVER) {
            FIRST.compareAndSet(NEVER, now);
        }
        LAST.lazySet(now);
    }

    Reading stop() {
        return new Reading(
                RECORDS.sum(),
                BYTES.sum(),
                Duration.ofNanos(FIRST.get() - start),
                Duration.ofNanos(LAST.get() - FIRST.get()),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
