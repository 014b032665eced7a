/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

/**
 * A bucket that fills up evenly and is drawn from. Time is in nanoseconds since any moment. For one
 * thread at a time.
 *
 * <p>All it keeps is when it will be full (the generic cell rate algorithm): what is taken moves
 * that into the future by as long as it takes to come again. So nothing is lost to rounding while
 * time goes by in small steps.
 */
final class RefillingBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double rate;
    private final long capacity;
    private long fullAt;

    private RefillingBucket(double rate, long capacity, long fullAt) {
        this.rate = rate;
        this.capacity = capacity;
        this.fullAt = fullAt;
    }

    /**
     * A bucket that is full.
     *
     * @param rate tokens per second; of none, it gives none
     * @param capacity how long it takes to fill up, in nanoseconds
     */
    static RefillingBucket full(double rate, long capacity, long now) {
        return new RefillingBucket(rate, capacity, now);
    }

    /** A bucket that is empty. */
    static RefillingBucket empty(double rate, long capacity, long now) {
        return new RefillingBucket(rate, capacity, now + capacity);
    }

    /** How many tokens there are when it is full. */
    double capacity() {
        return capacity * rate / NANOS_PER_SECOND;
    }

    /** Whether so many tokens are there; of more than it holds, whether it is full. */
    boolean has(long tokens, long now) {
        return rate > 0 && nanosUntil(tokens, now) == 0;
    }

    /** How long it takes until it has so many. */
    long nanosUntil(long tokens, long now) {
        return Math.max(0, fullAt - now - Math.max(0, capacity - nanosOf(tokens)));
    }

    /** Takes tokens, also ones that are yet to come. */
    void take(long tokens, long now) {
        fullAt = now + Math.max(0, fullAt - now) + nanosOf(tokens);
    }

    /** Rounded down: as many single tokens as fit into the bucket can be had one by one. */
    private long nanosOf(long tokens) {
        return (long) (tokens * NANOS_PER_SECOND / rate);
    }
}
