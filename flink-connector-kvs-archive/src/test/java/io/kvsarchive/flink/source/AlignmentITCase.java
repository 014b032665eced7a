/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is ahead of another one in event time waits for it, and then goes on. */
@Timeout(120)
class AlignmentITCase {

    private static final Instant START = Instant.parse("2025-03-14T09:00:00Z");
    private static final int FRAGMENTS = 1000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        InStep.BEHIND.drainPermits();
        archive = LocalKvsArchive.start();
        add("behind", START);
        add("ahead", START.plus(Duration.ofDays(1)));
    }

    private void add(String name, Instant start) {
        archive.addGeneratedStream(
                GeneratedStream.builder(name)
                        .setStart(start)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(FRAGMENTS)
                        .setTracks(GeneratedTrack.video(1, 0, 100))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsSourcesTogether(boolean sourceWatermarks) throws Exception {
        StreamExecutionEnvironment env = TestJobs.environment(1);
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(1));
        env.configure(configuration);

        List<String> lines =
                TestJobs.collect(
                        read(env, "behind", sourceWatermarks)
                                .union(read(env, "ahead", sourceWatermarks))
                                .map(line -> line)
                                .returns(String.class));

        assertSameInAnyOrder(lines, FrameLine.truth(archive, "behind", "ahead"));
        int end = last(lines, "behind");
        long before = lines.subList(0, end).stream().filter(line -> is(line, "ahead")).count();
        // In step, all of them would be.
        assertThat(before).isLessThan(FRAGMENTS / 2);
    }

    private static int last(List<String> lines, String stream) {
        int last = lines.size() - 1;
        while (!is(lines.get(last), stream)) {
            last--;
        }
        return last;
    }

    private static boolean is(String line, String stream) {
        return line.startsWith(stream + " ");
    }

    private DataStream<String> read(
            StreamExecutionEnvironment env, String stream, boolean sourceWatermarks) {
        WatermarkStrategy<String> strategy =
                sourceWatermarks
                        ? WatermarkStrategy.noWatermarks()
                        : WatermarkStrategy.forMonotonousTimestamps();
        return env.fromSource(
                        TestJobs.withAccess(
                                        KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                                .setStreams(stream)
                                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 5)
                                .setOption(
                                        KvsArchiveSourceOptions.WATERMARK_SOURCE, sourceWatermarks)
                                .build(),
                        strategy.withWatermarkAlignment(
                                "archive", Duration.ofMinutes(1), Duration.ofMillis(2)),
                        stream)
                .map(new InStep(stream.equals("ahead")))
                .returns(String.class);
    }

    /** The source that is ahead has never emitted more than the other one. */
    private record InStep(boolean isAhead) implements MapFunction<String, String> {

        private static final Semaphore BEHIND = new Semaphore(0);

        @Override
        public String map(String line) throws InterruptedException {
            if (isAhead) {
                BEHIND.acquire();
            } else {
                BEHIND.release();
            }
            return line;
        }
    }
}
