/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/**
 * Makes records from whole fragments, at their producer timestamps, and notes how far the split has
 * come. For the task's thread alone.
 */
final class WholeFragmentEmitter<T>
        implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private final KvsArchiveFragmentDeserializationSchema<T> schema;
    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final DoneFragments doneFragments;
    private final LossEmitter<T> losses;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();

    WholeFragmentEmitter(
            KvsArchiveFragmentDeserializationSchema<T> schema,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics) {
        this.schema = schema;
        this.watermarks = watermarks;
        this.metrics = metrics;
        this.doneFragments = new DoneFragments(watermarks, metrics);
        this.losses = new LossEmitter<>(schema::onLostFragment, doneFragments, metrics);
    }

    @Override
    public void emitRecord(
            FetchedElement element, SourceOutput<T> splitOutput, KvsArchiveSplitState splitState)
            throws IOException {
        SourceOutput<T> output = watermarks.outputOf(splitState.splitId(), splitOutput);
        if (element instanceof FetchedElement.OfLoss loss) {
            losses.emit(loss.fragment(), output, splitState);
        } else {
            emit(((FetchedElement.OfFragment) element).fragment(), output, splitState);
        }
    }

    private void emit(
            WholeFragment fragment, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        String number = fragment.fragment().fragmentNumber();
        Instant start = fragment.fragment().producerTimestamp();
        watermarks.emitting(start.toEpochMilli());
        metrics.emitted(payloadBytes(fragment));
        try {
            schema.deserialize(fragment, timestamped.to(output, start));
        } catch (IOException e) {
            metrics.failed();
            throw new UnacceptedBySchemaException(
                    fragment.stream(), number, "it could not be deserialized", e);
        }
        doneFragments.add(splitState, number);
    }

    private static long payloadBytes(WholeFragment fragment) {
        long bytes = 0;
        for (Frame frame : fragment.frames()) {
            bytes += frame.payload().length;
        }
        return bytes;
    }
}
