/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.local.LocalKvsArchive;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/**
 * What Flink's test framework knows of the archive: one of its splits is a stream, and a record is
 * a frame that holds a line of text.
 *
 * <p>The framework wants the order of a split kept, so streams are read in order. It makes the
 * source before the streams, so they are found by what their names begin with.
 */
public final class StreamsContext implements DataStreamSourceExternalContext<String> {

    private static final AtomicInteger CONTEXTS = new AtomicInteger();

    private static final int MIN_RECORDS = 40;
    private static final int MAX_RECORDS = 80;
    private static final int MAX_RECORD = 100;

    private final LocalKvsArchive archive;
    private final List<URL> connectorJars;
    private final String streamPrefix = "context-" + CONTEXTS.incrementAndGet() + "-";
    private int streams;

    StreamsContext(LocalKvsArchive archive, List<URL> connectorJars) {
        this.archive = archive;
        this.connectorJars = connectorJars;
    }

    @Override
    public KvsArchiveSource<String> createSource(TestingSourceSettings settings) {
        KvsArchiveMediaSourceBuilder<String> builder =
                TestJobs.withAccess(
                                KvsArchiveSource.forFrames(
                                        KvsArchiveDeserializationSchema.payload(
                                                new SimpleStringSchema())),
                                archive)
                        .setStreamPrefix(streamPrefix)
                        .setOption(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED)
                        .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 3);
        if (settings.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED) {
            builder.setUnbounded()
                    .setOption(
                            KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL, Duration.ofMillis(100))
                    .setOption(
                            KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL,
                            Duration.ofMillis(200));
        }
        return builder.build();
    }

    @Override
    public StreamWriter createSourceSplitDataWriter(TestingSourceSettings settings) {
        String stream = streamPrefix + streams;
        streams++;
        archive.createStream(stream);
        return new StreamWriter(archive, stream);
    }

    /** Records of one split differ from those of any other, and from one another. */
    @Override
    public List<String> generateTestData(
            TestingSourceSettings settings, int splitIndex, long seed) {
        Random random = new Random(seed);
        int records = random.nextInt(MIN_RECORDS, MAX_RECORDS + 1);
        return IntStream.range(0, records)
                .mapToObj(i -> splitIndex + "/" + seed + "/" + i + "/" + letters(random))
                .toList();
    }

    private static String letters(Random random) {
        return random.ints(random.nextInt(MAX_RECORD), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }

    @Override
    public List<URL> getConnectorJarPaths() {
        return connectorJars;
    }

    @Override
    public void close() {
        archive.streamNames().stream()
                .filter(stream -> stream.startsWith(streamPrefix))
                .forEach(archive::deleteStream);
    }

    @Override
    public String toString() {
        return "streams " + streamPrefix + "*";
    }
}
