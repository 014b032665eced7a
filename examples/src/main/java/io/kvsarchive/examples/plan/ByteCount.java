/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import java.util.Locale;

/** A number of bytes, which a person can read; a kB has 1000. */
record ByteCount(long bytes) {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1000;

    /** What would be shown with more than three digits before the point. */
    private static final double TOO_MUCH = 999.95;

    @Override
    public String toString() {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double amount = bytes / STEP;
        int unit = 0;
        while (amount >= TOO_MUCH) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
