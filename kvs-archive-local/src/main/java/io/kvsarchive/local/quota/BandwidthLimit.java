/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast a body may be sent: never faster than so many bytes per second, measured from its
 * beginning; while the client does not take them, some are saved up. For one thread at a time.
 */
public final class BandwidthLimit {

    private final RefillingBucket bytes;
    private final long maxPiece;
    private final LongSupplier nanoTime;

    /**
     * @param burst for how long bytes are saved up
     * @param nanoTime tells the time, in nanoseconds since any moment
     */
    BandwidthLimit(long bytesPerSecond, Duration burst, LongSupplier nanoTime) {
        this.bytes =
                RefillingBucket.empty(
                        (double) bytesPerSecond, burst.toNanos(), nanoTime.getAsLong());
        this.nanoTime = nanoTime;
        this.maxPiece = Math.max(1, (long) bytes.capacity());
    }

    /** How many of the next bytes go in one piece. */
    public int next(int unsent) {
        return (int) Math.min(maxPiece, unsent);
    }

    /** How long it takes until so many bytes may be sent, in nanoseconds; 0 if they may be now. */
    public long nanosUntil(int length) {
        return bytes.nanosUntil(length, nanoTime.getAsLong());
    }

    /** So many bytes are sent. */
    public void sent(int length) {
        bytes.take(length, nanoTime.getAsLong());
    }
}
