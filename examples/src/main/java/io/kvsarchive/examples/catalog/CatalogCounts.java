/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import java.util.Locale;
import java.util.Map;

/** How much a catalog job has read. */
public record CatalogCounts(long frames, long fragments, long bytes) {

    private static final double BYTES_PER_MEGABYTE = 1e6;

    static CatalogCounts of(Map<String, Object> accumulators) {
        return new CatalogCounts(
                count(accumulators, CatalogFunction.FRAMES),
                count(accumulators, CatalogFunction.FRAGMENTS),
                count(accumulators, CatalogFunction.BYTES));
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
