/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.quota;

import io.kvsarchive.service.TokenBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A rate that falls when the service refuses, since others use up the quota, and recovers with
 * time.
 */
final class AdaptiveRate {

    private static final double FALL = 0.7;
    private static final double MIN_SHARE = 0.02;
    private static final double RECOVERY_PER_SECOND = 0.02;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_BETWEEN_FALLS = 1_000_000_000;

    private final LongSupplier nanoClock;
    private final double perSecond;
    private final TokenBucket bucket;

    /** The share of the rate that was left by the last fall. */
    private double fallenTo = 1;

    private long fallenAt;

    AdaptiveRate(double perSecond, double burst, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.perSecond = perSecond;
        this.bucket = new TokenBucket(perSecond, Math.max(1, burst), nanoClock);
    }

    /** Takes so many, or tells how long to wait for them. */
    Duration take(int count) {
        recover();
        return bucket.take(count);
    }

    Duration until(int count) {
        recover();
        return bucket.untilThereAre(count);
    }

    /** Several refusals within a second are one: they come from requests that were out together. */
    void refused() {
        double factor = recover();
        bucket.drain();
        long now = nanoClock.getAsLong();
        if (fallenTo == 1 || now - fallenAt >= NANOS_BETWEEN_FALLS) {
            fallenTo = Math.max(MIN_SHARE, factor * FALL);
            fallenAt = now;
            recover();
        }
    }

    /** Whether it has not recovered yet. */
    boolean isReduced() {
        return recover() < 1;
    }

    private double recover() {
        if (fallenTo == 1) {
            return 1;
        }
        double seconds = (nanoClock.getAsLong() - fallenAt) / NANOS_PER_SECOND;
        double factor = Math.min(1, fallenTo + seconds * RECOVERY_PER_SECOND);
        bucket.setRate(perSecond * factor);
        if (factor == 1) {
            fallenTo = 1;
        }
        return factor;
    }
}
