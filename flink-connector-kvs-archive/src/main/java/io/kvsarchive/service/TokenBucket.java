/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/**
 * Tokens that flow in at a steady rate, up to a capacity. Begins full. Safe for use by several
 * threads.
 */
@Internal
public final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoClock;
    private final double capacity;
    private double perSecond;
    private double tokens;
    private long filledAt;

    /**
     * @param perSecond how many tokens flow in, more than 0
     * @param capacity how many tokens there are at most, more than 0
     * @param nanoClock {@link System#nanoTime}, or a test's own
     */
    public TokenBucket(double perSecond, double capacity, LongSupplier nanoClock) {
        if (!(perSecond > 0) || !(capacity > 0)) {
            throw new IllegalArgumentException(
                    "%s tokens per second and %s at most: both must be > 0"
                            .formatted(perSecond, capacity));
        }
        this.nanoClock = nanoClock;
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.filledAt = nanoClock.getAsLong();
    }

    /**
     * Takes tokens, if there are enough of them. More than the capacity are given when the bucket
     * is full, and are owed then.
     *
     * @return zero if they were taken, or else how long it takes until there are enough
     */
    public synchronized Duration take(double count) {
        Duration wait = untilThereAre(count);
        if (wait.isZero()) {
            tokens -= count;
        }
        return wait;
    }

    /** How long it takes until there are so many; zero if there are. */
    public synchronized Duration untilThereAre(double count) {
        fill();
        double lacking = Math.min(count, capacity) - tokens;
        return lacking <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(lacking / perSecond * NANOS_PER_SECOND));
    }

    /** Changes how many tokens flow in from now on. */
    public synchronized void setRate(double tokensPerSecond) {
        fill();
        perSecond = tokensPerSecond;
    }

    /** Takes all tokens that there are. */
    public synchronized void drain() {
        fill();
        tokens = Math.min(tokens, 0);
    }

    private void fill() {
        long now = nanoClock.getAsLong();
        tokens = Math.min(capacity, tokens + (now - filledAt) / NANOS_PER_SECOND * perSecond);
        filledAt = now;
    }
}
