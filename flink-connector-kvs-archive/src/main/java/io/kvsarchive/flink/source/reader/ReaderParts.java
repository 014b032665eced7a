/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SourceWatermarks;
import io.kvsarchive.flink.source.watermark.SplitStartWatermarks;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * What a kind of records makes a source reader of.
 *
 * @param splitReaders makes what the fetcher's thread runs
 * @param emitter makes records of what was fetched
 * @param hasEnough whether the records that were made are all that the job wants
 * @param onClose called before all else when the reader closes
 */
record ReaderParts<T>(
        Supplier<SplitReader<FetchedElement, KvsArchiveSplit>> splitReaders,
        RecordEmitter<FetchedElement, T, KvsArchiveSplitState> emitter,
        SplitWatermarks<T> watermarks,
        ReaderMetrics metrics,
        BooleanSupplier hasEnough,
        Runnable onClose) {

    static <T> SplitWatermarks<T> watermarks(WatermarkSettings settings, ReaderMetrics metrics) {
        return settings.areFromSource()
                ? new SourceWatermarks<>(settings.negativeOffset(), metrics.lateFrames())
                : new SplitStartWatermarks<>(settings.negativeOffset());
    }
}
