/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.fetch.FetchedFragment;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import io.kvsarchive.media.FragmentMetadata;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Makes records from frames and notes how far the split has come. For the task's thread alone. */
final class FrameEmitter<T> implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private final KvsArchiveDeserializationSchema<T> schema;
    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final DoneFragments doneFragments;
    private final LossEmitter<T> losses;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();
    @Nullable private FragmentMetadata begun;

    FrameEmitter(
            KvsArchiveDeserializationSchema<T> schema,
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
        if (element instanceof FetchedElement.OfFrame frame) {
            emitFrame(frame, output, splitState);
        } else if (element instanceof FetchedElement.OfLoss loss) {
            losses.emit(loss.fragment(), output, splitState);
        } else {
            doneFragments.add(splitState, ((FetchedElement.OfNoFrame) element).fragmentNumber());
        }
    }

    private void emitFrame(
            FetchedElement.OfFrame element, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        ArchivedFrame frame = element.frame();
        String fragmentNumber = frame.fragment().fragmentNumber();
        int index = frame.frame().index();
        begin(frame, splitState);
        watermarks.emitting(frame.frame().timestamp().toEpochMilli());
        metrics.emitted(frame.frame().payload().length);
        try {
            schema.deserialize(frame, timestamped.to(output, frame.frame().timestamp()));
        } catch (IOException e) {
            metrics.failed();
            throw new UnacceptedBySchemaException(
                    frame.stream(),
                    fragmentNumber,
                    "frame " + index + " could not be deserialized",
                    e);
        }
        if (element.isLastOfFragment()) {
            doneFragments.add(splitState, fragmentNumber);
        } else {
            splitState.frameEmitted(fragmentNumber, index);
        }
    }

    /** All frames of a fragment come with the same description of it, and together. */
    @SuppressWarnings("ReferenceEquality")
    private void begin(ArchivedFrame frame, KvsArchiveSplitState splitState) {
        if (frame.fragment() == begun) {
            return;
        }
        begun = frame.fragment();
        if (schema instanceof ListedFrameDeserializationSchema<T> listedSchema) {
            FragmentToRead listed = splitState.remaining(begun.fragmentNumber()).orElseThrow();
            listedSchema.beginFragment(
                    FetchedFragment.listed(frame.stream(), listed), splitState.split().streamArn());
        }
    }
}
