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
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/**
 * Makes records from what the listing tells of fragments, at their producer timestamps. For the
 * task's thread alone.
 */
final class ListedFragmentEmitter<T>
        implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private static final long NO_MEDIA = 0;

    private final ListedFragmentDeserializationSchema<T> schema;
    private final Emission<T> emission;

    ListedFragmentEmitter(
            ListedFragmentDeserializationSchema<T> schema,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics) {
        this.schema = schema;
        this.emission = new Emission<>(watermarks, metrics);
    }

    @Override
    public void emitRecord(
            FetchedElement element, SourceOutput<T> output, KvsArchiveSplitState split) {
        ArchivedFragment fragment = ((FetchedElement.OfListing) element).fragment();
        schema.deserialize(
                fragment,
                split.split().streamArn(),
                emission.begin(
                        emission.outputOf(split, output), fragment.producerTimestamp(), NO_MEDIA));
        emission.fragmentDone(split, fragment.fragmentNumber());
    }
}
