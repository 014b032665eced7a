/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.enumerator.FragmentSelection;
import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorState;
import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorStateSerializer;
import io.kvsarchive.flink.source.enumerator.KvsArchiveSplitEnumerator;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.reader.KvsArchiveSourceReader;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitSerializer;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * Reads archived video from Amazon Kinesis Video Streams: every frame of the fragments that one or
 * more streams hold for a range of time, each exactly once, with its fragment's metadata.
 *
 * <pre>{@code
 * KvsArchiveSource<ArchivedFrame> source =
 *         KvsArchiveSource.<ArchivedFrame>builder()
 *                 .setStreams("front-door", "parking-lot")
 *                 .setStartTimestamp(Instant.parse("2025-03-14T09:00:00Z"))
 *                 .setEndTimestamp(Instant.parse("2025-03-14T10:00:00Z"))
 *                 .setDeserializationSchema(KvsArchiveDeserializationSchema.frames())
 *                 .build();
 * }</pre>
 *
 * <p>Fragments are spread over the parallel readers; the frames of one fragment stay together and
 * in order. A record's event time is its frame's time. A checkpoint can fall between any two
 * frames.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class KvsArchiveSource<T>
        implements Source<T, KvsArchiveSplit, KvsArchiveEnumeratorState>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTING_THREADS = 8;

    private final LinkedHashMap<StreamReference, FragmentSelection> selections;
    private final KvsArchiveDeserializationSchema<T> schema;
    private final SourceConfiguration configuration;

    KvsArchiveSource(
            Map<StreamReference, FragmentSelection> selections,
            KvsArchiveDeserializationSchema<T> schema,
            SourceConfiguration configuration) {
        this.selections = new LinkedHashMap<>(selections);
        this.schema = schema;
        this.configuration = configuration;
    }

    public static <T> KvsArchiveSourceBuilder<T> builder() {
        return new KvsArchiveSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> createEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context) {
        return enumerator(context, KvsArchiveEnumeratorState.fresh(selections, Instant.now()));
    }

    /**
     * Goes on where the checkpoint ended; streams that it does not know are read from their start.
     */
    @Override
    public SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context, KvsArchiveEnumeratorState checkpoint) {
        return enumerator(context, checkpoint.restored(selections, Instant.now()));
    }

    private KvsArchiveSplitEnumerator enumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context, KvsArchiveEnumeratorState state) {
        return new KvsArchiveSplitEnumerator(
                context,
                new AwsArchiveService(configuration.awsSettings()),
                listingThreads(),
                configuration.enumeratorSettings(),
                state);
    }

    private ExecutorService listingThreads() {
        int count = Math.min(MAX_LISTING_THREADS, Math.max(1, selections.size()));
        return Executors.newFixedThreadPool(
                count,
                task -> {
                    Thread thread = new Thread(task, "kvs-archive-listing");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(SourceReaderContext context)
            throws Exception {
        schema.open(new SchemaContext(context));
        return new KvsArchiveSourceReader<>(
                new AwsArchiveService(configuration.awsSettings()),
                configuration.readerSettings(),
                schema,
                configuration.flinkConfiguration(),
                context);
    }

    @Override
    public SimpleVersionedSerializer<KvsArchiveSplit> getSplitSerializer() {
        return new KvsArchiveSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KvsArchiveEnumeratorState>
            getEnumeratorCheckpointSerializer() {
        return new KvsArchiveEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return schema.getProducedType();
    }

    private record SchemaContext(SourceReaderContext reader)
            implements DeserializationSchema.InitializationContext {

        @Override
        public MetricGroup getMetricGroup() {
            return reader.metricGroup().addGroup("deserializer");
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return reader.getUserCodeClassLoader();
        }
    }
}
