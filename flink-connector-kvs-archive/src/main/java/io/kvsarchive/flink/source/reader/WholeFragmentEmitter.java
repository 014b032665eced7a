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
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;

/**
 * Makes records from whole fragments, at their producer timestamps, and notes how far the split has
 * come. For the task's thread alone.
 */
final class WholeFragmentEmitter<T>
        implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private final KvsArchiveFragmentDeserializationSchema<T> schema;
    private final Emission<T> emission;
    private final LossEmitter<T> losses;

    WholeFragmentEmitter(
            KvsArchiveFragmentDeserializationSchema<T> schema,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics) {
        this.schema = schema;
        this.emission = new Emission<>(watermarks, metrics);
        this.losses = new LossEmitter<>(schema::onLostFragment, emission, metrics);
    }

    @Override
    public void emitRecord(
            FetchedElement element, SourceOutput<T> splitOutput, KvsArchiveSplitState split)
            throws IOException {
        SourceOutput<T> output = emission.outputOf(split, splitOutput);
        if (element instanceof FetchedElement.OfLoss loss) {
            losses.emit(loss.fragment(), output, split);
        } else {
            emitFragment(((FetchedElement.OfFragment) element).fragment(), output, split);
        }
    }

    private void emitFragment(
            WholeFragment fragment, SourceOutput<T> output, KvsArchiveSplitState split)
            throws IOException {
        String number = fragment.fragment().fragmentNumber();
        Collector<T> out =
                emission.begin(
                        output, fragment.fragment().producerTimestamp(), payloadBytes(fragment));
        try {
            schema.deserialize(fragment, out);
        } catch (IOException e) {
            throw emission.failed(fragment.stream(), number, "it could not be deserialized", e);
        }
        emission.fragmentDone(split, number);
    }

    private static long payloadBytes(WholeFragment fragment) {
        long bytes = 0;
        for (Frame frame : fragment.frames()) {
            bytes += frame.payload().length;
        }
        return bytes;
    }
}
