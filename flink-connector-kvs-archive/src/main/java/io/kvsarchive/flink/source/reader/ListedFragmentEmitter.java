/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.time.Instant;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Makes records from what the listing tells of fragments, at their producer timestamps. */
final class ListedFragmentEmitter<T>
        implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private final ListedFragmentDeserializationSchema<T> schema;
    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final DoneFragments doneFragments;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();

    ListedFragmentEmitter(
            ListedFragmentDeserializationSchema<T> schema,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics) {
        this.schema = schema;
        this.watermarks = watermarks;
        this.metrics = metrics;
        this.doneFragments = new DoneFragments(watermarks, metrics);
    }

    @Override
    public void emitRecord(
            FetchedElement element, SourceOutput<T> output, KvsArchiveSplitState splitState) {
        ArchivedFragment fragment = ((FetchedElement.OfListing) element).fragment();
        Instant timestamp = fragment.producerTimestamp();
        watermarks.emitting(timestamp.toEpochMilli());
        schema.deserialize(
                fragment,
                splitState.split().streamArn(),
                timestamped.to(watermarks.outputOf(splitState.splitId(), output), timestamp));
        metrics.emitted(0);
        doneFragments.add(splitState, fragment.fragmentNumber());
    }
}
