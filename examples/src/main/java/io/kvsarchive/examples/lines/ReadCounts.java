/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import java.util.Locale;
import java.util.Map;

/** How much a job has read. */
public record ReadCounts(long frames, long fragments, long bytes) {

    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** What {@link CountFrames} has counted so far. */
    public static ReadCounts of(Map<String, Object> accumulators) {
        return new ReadCounts(
                count(accumulators, CountFrames.FRAMES),
                count(accumulators, CountFrames.FRAGMENTS),
                count(accumulators, CountFrames.BYTES));
    }

    private static long count(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Long count ? count : 0;
    }

    double megabytes() {
        return bytes / BYTES_PER_MEGABYTE;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d frames of %,d fragments, %,.1f MB",
                frames,
                fragments,
                megabytes());
    }
}
