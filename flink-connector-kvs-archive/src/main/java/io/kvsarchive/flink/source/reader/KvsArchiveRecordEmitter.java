/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFrame;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;

/** Makes records from frames and notes how far the split has come. For the task's thread alone. */
final class KvsArchiveRecordEmitter<T>
        implements RecordEmitter<FetchedFrame, T, KvsArchiveSplitState> {

    private final KvsArchiveDeserializationSchema<T> schema;
    private final TimestampedCollector<T> collector = new TimestampedCollector<>();

    KvsArchiveRecordEmitter(KvsArchiveDeserializationSchema<T> schema) {
        this.schema = schema;
    }

    @Override
    public void emitRecord(
            FetchedFrame element, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        ArchivedFrame frame = element.frame();
        String fragmentNumber = frame.fragment().number();
        collector.output = output;
        collector.timestamp = frame.frame().timestamp().toEpochMilli();
        try {
            schema.deserialize(frame, collector);
        } catch (IOException e) {
            throw new IOException(
                    "Stream '"
                            + frame.stream()
                            + "', fragment "
                            + fragmentNumber
                            + ": frame "
                            + frame.frame().index()
                            + " could not be deserialized: "
                            + e.getMessage(),
                    e);
        }
        if (element.lastOfFragment()) {
            splitState.fragmentEmitted(fragmentNumber);
        } else {
            splitState.frameEmitted(fragmentNumber, frame.frame().index());
        }
    }

    private static final class TimestampedCollector<T> implements Collector<T> {
        private SourceOutput<T> output;
        private long timestamp;

        @Override
        public void collect(T record) {
            output.collect(record, timestamp);
        }

        @Override
        public void close() {}
    }
}
