/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;

/**
 * What is told of each record that is emitted, and of each fragment that is done: to the
 * watermarks, the metrics and the state of the split. For the task's thread alone.
 */
final class Emission<T> {

    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();

    Emission(SplitWatermarks<T> watermarks, ReaderMetrics metrics) {
        this.watermarks = watermarks;
        this.metrics = metrics;
    }

    /** Where the records of a split go. */
    SourceOutput<T> outputOf(KvsArchiveSplitState split, SourceOutput<T> output) {
        return watermarks.outputOf(split.splitId(), output);
    }

    /**
     * Begins with what is made of one thing that was read.
     *
     * @param timestamp the records' event time
     * @param payloadBytes how much of it media are
     * @return takes the records; used again for the next ones
     */
    Collector<T> begin(SourceOutput<T> output, Instant timestamp, long payloadBytes) {
        watermarks.emitting(timestamp.toEpochMilli());
        metrics.emitted(payloadBytes);
        return timestamped.to(output, timestamp);
    }

    /** Nothing of a fragment is left to emit. */
    void fragmentDone(KvsArchiveSplitState split, String fragmentNumber) {
        split.fragmentDone(fragmentNumber).ifPresent(metrics::done);
        watermarks.fragmentDone();
    }

    /** A schema can't make records of what was read. Returns what to fail with. */
    UnacceptedBySchemaException failed(
            String stream, String fragmentNumber, String what, IOException cause) {
        metrics.failed();
        return new UnacceptedBySchemaException(stream, fragmentNumber, what, cause);
    }
}
