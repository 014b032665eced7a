/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import java.time.Instant;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Emits records with a time. Used again for all records of a reader. */
final class TimestampedCollector<T> implements Collector<T> {

    private @Nullable SourceOutput<T> output;
    private long timestamp;

    TimestampedCollector<T> to(SourceOutput<T> recordOutput, Instant recordTimestamp) {
        output = recordOutput;
        timestamp = recordTimestamp.toEpochMilli();
        return this;
    }

    @Override
    public void collect(T record) {
        Objects.requireNonNull(output, "no output").collect(record, timestamp);
    }

    @Override
    public void close() {}
}
