/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import java.time.Duration;

/**
 * What came of reading an archive.
 *
 * @param records frames, or fragment records
 * @param bytes of the frames
 * @param untilFirst from the start of the job to the first record
 * @param total from the start of the job to its end
 * @param reading from the first record to the last one
 */
record Reading(long records, long bytes, Duration untilFirst, Duration reading, Duration total) {

    double recordsPerSecond() {
        return records / seconds(reading);
    }

    double bytesPerSecond() {
        return bytes / seconds(reading);
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
