/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import io.kvsarchive.media.FragmentMetadata;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Makes records from frames and notes how far the split has come. For the task's thread alone. */
final class FrameEmitter<T> implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private final ListedFrameDeserializationSchema<T> schema;
    private final Emission<T> emission;
    private final LossEmitter<T> losses;
    private @Nullable FragmentMetadata begun;

    FrameEmitter(
            ListedFrameDeserializationSchema<T> schema,
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
        if (element instanceof FetchedElement.OfFrame frame) {
            emitFrame(frame, output, split);
        } else if (element instanceof FetchedElement.OfLoss loss) {
            losses.emit(loss.fragment(), output, split);
        } else {
            emission.fragmentDone(split, ((FetchedElement.OfNoFrame) element).fragmentNumber());
        }
    }

    private void emitFrame(
            FetchedElement.OfFrame element, SourceOutput<T> output, KvsArchiveSplitState split)
            throws IOException {
        ArchivedFrame frame = element.frame();
        String fragmentNumber = frame.fragment().fragmentNumber();
        int index = frame.frame().index();
        begin(frame, split);
        Collector<T> out =
                emission.begin(output, frame.frame().timestamp(), frame.frame().payload().length);
        try {
            schema.deserialize(frame, out);
        } catch (IOException e) {
            throw emission.failed(
                    frame.stream(),
                    fragmentNumber,
                    "frame " + index + " could not be deserialized",
                    e);
        }
        if (element.isLastOfFragment()) {
            emission.fragmentDone(split, fragmentNumber);
        } else {
            split.frameEmitted(fragmentNumber, index);
        }
    }

    /** All frames of a fragment come with the same description of it, and together. */
    @SuppressWarnings("ReferenceEquality")
    private void begin(ArchivedFrame frame, KvsArchiveSplitState split) {
        FragmentMetadata fragment = frame.fragment();
        if (fragment != begun) {
            begun = fragment;
            // What was asked for by its number is in no listing.
            if (split.remaining(fragment.fragmentNumber()).orElseThrow()
                    instanceof FragmentToRead.Listed listed) {
                schema.beginFragment(
                        listed.toArchivedFragment(frame.stream()), split.split().streamArn());
            }
        }
    }
}
