/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;

/** Tells of fragments of which nothing is left to emit. For the task's thread alone. */
final class DoneFragments {

    private final SplitWatermarks<?> watermarks;
    private final ReaderMetrics metrics;

    DoneFragments(SplitWatermarks<?> watermarks, ReaderMetrics metrics) {
        this.watermarks = watermarks;
        this.metrics = metrics;
    }

    void add(KvsArchiveSplitState split, String fragmentNumber) {
        split.fragmentDone(fragmentNumber).ifPresent(metrics::done);
        watermarks.fragmentDone();
    }
}
