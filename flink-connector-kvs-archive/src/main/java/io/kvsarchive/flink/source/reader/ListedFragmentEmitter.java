/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFragment;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Emits what the listing tells of fragments, at their producer timestamps. */
final class ListedFragmentEmitter
        implements RecordEmitter<FetchedElement, ArchivedFragment, KvsArchiveSplitState> {

    private final SplitWatermarks<ArchivedFragment> watermarks;
    private final ReaderMetrics metrics;

    ListedFragmentEmitter(SplitWatermarks<ArchivedFragment> watermarks, ReaderMetrics metrics) {
        this.watermarks = watermarks;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(
            FetchedElement element,
            SourceOutput<ArchivedFragment> output,
            KvsArchiveSplitState splitState) {
        ArchivedFragment fragment = ((FetchedElement.OfListing) element).fragment();
        long timestampMillis = fragment.producerTimestamp().toEpochMilli();
        watermarks.emitting(timestampMillis);
        watermarks.outputOf(splitState.splitId(), output).collect(fragment, timestampMillis);
        metrics.emitted(0);
        splitState.fragmentDone(fragment.number()).ifPresent(metrics::done);
    }
}
