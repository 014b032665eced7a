/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes only when the test says so. */
final class ManualClock implements InstantSource, Timer {

    private record Due(long nanos, long place, Runnable action) {}

    private final Instant start;
    private final Queue<Due> ahead =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::place));
    private long nanos;
    private long places;

    ManualClock(Instant start) {
        this.start = start;
    }

    long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos);
    }

    @Override
    public void after(Duration delay, Runnable action) {
        ahead.add(new Due(nanos + delay.toNanos(), places++, action));
    }

    /**
     * Runs what is due next, at its time.
     *
     * @return false, at that time, if nothing is due by then
     */
    boolean advanceToNext(long until) {
        if (ahead.isEmpty() || ahead.element().nanos() > until) {
            nanos = until;
            return false;
        }
        Due due = ahead.remove();
        nanos = Math.max(nanos, due.nanos());
        due.action().run();
        return true;
    }

    @Override
    public void close() {
        ahead.clear();
    }
}
