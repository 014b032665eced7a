/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.log.RepeatedMessages;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a schema of fragments that can't be had. For the task's thread alone. */
final class LossEmitter<T> {

    private static final Logger LOG = LoggerFactory.getLogger(LossEmitter.class);

    private final RepeatedMessages messages = new RepeatedMessages(LOG, System::nanoTime);
    private final Schema<T> schema;
    private final Emission<T> emission;
    private final ReaderMetrics metrics;
    private final TimestampedCollector<T> timestamped = new TimestampedCollector<>();

    /** What a schema makes of a loss. */
    @FunctionalInterface
    interface Schema<T> {
        void onLostFragment(LostFragment fragment, Collector<T> out) throws IOException;
    }

    LossEmitter(Schema<T> schema, Emission<T> emission, ReaderMetrics metrics) {
        this.schema = schema;
        this.emission = emission;
        this.metrics = metrics;
    }

    void emit(LostFragment fragment, SourceOutput<T> output, KvsArchiveSplitState splitState)
            throws IOException {
        metrics.ofStream(fragment.stream()).lost();
        LOG.debug("Stream '{}': fragment {} is lost", fragment.stream(), fragment.fragmentNumber());
        messages.warn(
                fragment.stream() + " " + fragment.cause(),
                "Stream '{}': fragment {} is lost ({}): {}",
                fragment.stream(),
                fragment.fragmentNumber(),
                fragment.cause(),
                fragment.description());
        Optional<Instant> timestamp = fragment.producerTimestamp();
        try {
            schema.onLostFragment(
                    fragment,
                    timestamp.isPresent()
                            ? timestamped.to(output, timestamp.get())
                            : new UntimedCollector<>(output));
        } catch (IOException e) {
            throw new UnacceptedBySchemaException(
                    fragment.stream(),
                    fragment.fragmentNumber(),
                    "the schema does not accept its loss",
                    e);
        }
        emission.fragmentDone(splitState, fragment.fragmentNumber());
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
