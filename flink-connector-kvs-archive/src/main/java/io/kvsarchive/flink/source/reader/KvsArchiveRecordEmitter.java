/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFrame;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.loss.LostFragment;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records from frames and notes how far the split has come. For the task's thread alone. */
final class KvsArchiveRecordEmitter<T>
        implements RecordEmitter<FetchedElement, T, KvsArchiveSplitState> {

    private static final Logger LOG = LoggerFactory.getLogger(KvsArchiveRecordEmitter.class);

    private final KvsArchiveDeserializationSchema<T> schema;
    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();

    KvsArchiveRecordEmitter(
            KvsArchiveDeserializationSchema<T> schema,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics) {
        this.schema = schema;
        this.watermarks = watermarks;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(
            FetchedElement element, SourceOutput<T> splitOutput, KvsArchiveSplitState splitState)
            throws IOException {
        SourceOutput<T> output = watermarks.outputOf(splitState.splitId(), splitOutput);
        if (element instanceof FetchedElement.OfFrame frame) {
            emitFrame(frame, output, splitState);
        } else if (element instanceof FetchedElement.OfLoss loss) {
            emitLoss(loss.fragment(), output, splitState);
        } else {
            done(splitState, ((FetchedElement.OfNoFrame) element).fragmentNumber());
        }
    }

    private void emitFrame(
            FetchedElement.OfFrame element, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        ArchivedFrame frame = element.frame();
        String fragmentNumber = frame.fragment().number();
        int index = frame.frame().index();
        watermarks.emitting(frame.frame().timestamp().toEpochMilli());
        metrics.emitted(frame.frame().payload().length);
        try {
            schema.deserialize(frame, timestamped.to(output, frame.frame().timestamp()));
        } catch (IOException e) {
            metrics.failed();
            throw failed(
                    frame.stream(),
                    fragmentNumber,
                    "frame " + index + " could not be deserialized",
                    e);
        }
        if (element.lastOfFragment()) {
            done(splitState, fragmentNumber);
        } else {
            splitState.frameEmitted(fragmentNumber, index);
        }
    }

    private void emitLoss(
            LostFragment fragment, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        metrics.ofStream(fragment.stream()).lost();
        LOG.warn(
                "Stream '{}': fragment {} is lost ({}): {}",
                fragment.stream(),
                fragment.fragmentNumber(),
                fragment.cause(),
                fragment.description());
        Optional<Instant> timestamp = fragment.timestamp();
        try {
            schema.onLostFragment(
                    fragment,
                    timestamp.isPresent()
                            ? timestamped.to(output, timestamp.get())
                            : new UntimedCollector<>(output));
        } catch (IOException e) {
            throw failed(
                    fragment.stream(),
                    fragment.fragmentNumber(),
                    "the schema does not accept its loss",
                    e);
        }
        done(splitState, fragment.fragmentNumber());
    }

    private void done(KvsArchiveSplitState split, String fragmentNumber) {
        split.fragmentDone(fragmentNumber).ifPresent(metrics::done);
    }

    private static IOException failed(
            String stream, String fragmentNumber, String what, IOException cause) {
        return new IOException(
                "Stream '"
                        + stream
                        + "', fragment "
                        + fragmentNumber
                        + ": "
                        + what
                        + ": "
                        + cause.getMessage(),
                cause);
    }

    private static final class TimestampedCollector<T> implements Collector<T> {
        private SourceOutput<T> output;
        private long timestamp;

        TimestampedCollector<T> to(SourceOutput<T> recordOutput, Instant recordTimestamp) {
            output = recordOutput;
            timestamp = recordTimestamp.toEpochMilli();
            return this;
        }

        @Override
        public void collect(T record) {
            output.collect(record, timestamp);
        }

        @Override
        public void close() {}
    }

    private record UntimedCollector<T>(SourceOutput<T> output) implements Collector<T> {
        @Override
        public void collect(T record) {
            output.collect(record);
        }

        @Override
        public void close() {}
    }
}
