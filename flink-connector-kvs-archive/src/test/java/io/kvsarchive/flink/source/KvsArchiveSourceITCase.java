/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.collect;
import static io.kvsarchive.flink.source.TestJobs.discard;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;
import static io.kvsarchive.flink.source.TestJobs.restartingUnlessUnavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.ReceivedRequest;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.service.FragmentSelectorType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvsArchiveSourceITCase {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] STREAMS = {"one", "two", "three", "four", "five"};

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(2)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static LocalKvsArchive archive;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        for (int i = 0; i < STREAMS.length; i++) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(STREAMS[i])
                            .setSeed(i)
                            .setStart(START.plusMillis(i * 137L))
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(200 + i)
                            .setTracks(
                                    GeneratedTrack.video(10, 0, 3000),
                                    GeneratedTrack.audio(5, 10, 300))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMING, true, false",
        "STREAMING, false, true",
        "BATCH, false, false",
        "BATCH, false, true"
    })
    void readsEveryFrameOfAllStreamsOnce(
            RuntimeExecutionMode mode, boolean checkpoints, boolean objectReuse) throws Exception {
        StreamExecutionEnvironment env = environment(4);
        env.setRuntimeMode(mode);
        if (objectReuse) {
            env.getConfig().enableObjectReuse();
        }
        if (checkpoints) {
            env.enableCheckpointing(100, CheckpointingMode.EXACTLY_ONCE);
        }

        List<String> lines =
                collect(
                        read(
                                env,
                                lines().setStreams(STREAMS)
                                        .setOption(KvsArchiveSourceOptions.LISTING_PAGE_SIZE, 17)
                                        .build()));

        assertSameInAnyOrder(lines, FrameLine.truth(archive, STREAMS));
    }

    @Test
    void handsOutWholeFramesThatSurviveAShuffle() throws Exception {
        StreamExecutionEnvironment env = environment(3);
        KvsArchiveSource<ArchivedFrame> source =
                withAccess(KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames()))
                        .setStreams("one", "two")
                        .build();

        List<ArchivedFrame> frames =
                collect(
                        env.fromSource(source, WatermarkStrategy.noWatermarks(), "archive")
                                .rebalance()
                                .filter(frame -> !frame.stream().isEmpty()));

        assertThat(frames)
                .extracting(FrameLine::of)
                .containsExactlyInAnyOrderElementsOf(FrameLine.truth(archive, "one", "two"));
        assertThat(frames)
                .allSatisfy(
                        frame -> {
                            assertThat(frame.fragment().tracks()).hasSize(2);
                            assertThat(frame.fragment().tracks()).contains(frame.frame().track());
                        });
    }

    @Test
    void readsPayloadsWithAFlinkDeserializationSchema() throws Exception {
        List<StoredFragment> fragments = archive.fragments("three").limit(3).toList();
        KvsArchiveSource<String> source =
                withAccess(
                                KvsArchiveSource.forFrames(
                                        KvsArchiveDeserializationSchema.payload(
                                                new SimpleStringSchema(
                                                        StandardCharsets.ISO_8859_1))))
                        .setFragmentNumbers(
                                "three",
                                fragments.stream().map(StoredFragment::fragmentNumber).toList())
                        .build();

        List<String> payloads = collect(read(environment(2), source));

        List<String> expected = new ArrayList<>();
        for (StoredFragment fragment : fragments) {
            archive.generatedFrames("three", fragment.fragmentNumber())
                    .forEach(
                            frame ->
                                    expected.add(
                                            new String(
                                                    frame.payload(), StandardCharsets.ISO_8859_1)));
        }
        assertSameInAnyOrder(payloads, expected);
    }

    @Test
    void bearsTheFramesTimeAsEventTime() throws Exception {
        KvsArchiveSource<ArchivedFrame> source =
                withAccess(KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames()))
                        .setStreams("one")
                        .build();

        List<String> differences =
                collect(
                        environment(2)
                                .fromSource(
                                        source,
                                        WatermarkStrategy.forMonotonousTimestamps(),
                                        "archive")
                                .process(new TimestampDifference()));

        assertThat(differences).hasSize(FrameLine.truth(archive, "one").size()).containsOnly("0");
    }

    @ParameterizedTest
    @CsvSource({"PRODUCER_TIMESTAMP", "SERVER_TIMESTAMP"})
    void includesBothEndsOfARangeOfTime(FragmentSelectorType type) throws Exception {
        List<StoredFragment> fragments = archive.fragments("two").toList();
        Instant first = timestamp(fragments.get(50), type);
        Instant last = timestamp(fragments.get(60), type);

        List<String> lines =
                collect(
                        read(
                                environment(2),
                                lines().setStreams(archive.streamArn("two"))
                                        .setFragmentSelectorType(type)
                                        .setStartTimestamp(first)
                                        .setEndTimestamp(last)
                                        .build()));
        List<String> linesBetween =
                collect(
                        read(
                                environment(2),
                                lines().setStreams("two")
                                        .setFragmentSelectorType(type)
                                        .setStartTimestamp(first.plusMillis(1))
                                        .setEndTimestamp(last.minusMillis(1))
                                        .build()));

        assertSameInAnyOrder(lines, truthOfTwo(fragments, 50, 60));
        assertSameInAnyOrder(linesBetween, truthOfTwo(fragments, 51, 59));
    }

    @Test
    void asksForTheEndpointOfAStreamAndAnApiOnce() throws Exception {
        LocalKvsArchive fresh = LocalKvsArchive.start();
        fresh.addGeneratedStream(GeneratedStream.builder("one").setFragmentCount(500).build());

        try (fresh) {
            List<String> lines =
                    collect(
                            read(
                                    environment(4),
                                    TestJobs.withAccess(
                                                    KvsArchiveSource.forFrames(
                                                            new FrameLine.Schema()),
                                                    fresh)
                                            .setStreams("one")
                                            .build()));

            assertThat(lines).hasSize(500 * 30);
            assertThat(fresh.requests().latest("GetDataEndpoint"))
                    .extracting(ReceivedRequest::body)
                    .hasSize(2)
                    .anyMatch(body -> body.contains("LIST_FRAGMENTS"))
                    .anyMatch(body -> body.contains("GET_MEDIA_FOR_FRAGMENT_LIST"));
            assertSameInAnyOrder(
                    fresh.requests().fragmentsAsked("one"),
                    fresh.fragments("one").map(StoredFragment::fragmentNumber).toList());
        }
    }

    @Test
    void goesOnFromASavepointAtAnotherParallelism(@TempDir Path savepoints) throws Exception {
        Slowed.reset(4);
        StreamExecutionEnvironment first = environment(4);
        first.enableCheckpointing(200);
        read(first, lines().setStreams(STREAMS).build()).process(new Slowed()).uid("slowed");
        JobClient job = first.executeAsync();
        assertThat(Slowed.allBegun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Slowed.enough.await(60, TimeUnit.SECONDS)).isTrue();
        String savepoint =
                job.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(60, TimeUnit.SECONDS);
        int before = Slowed.seen.size();
        Slowed.unlimited = true;

        StreamExecutionEnvironment second = environment(2);
        second.configure(new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint));
        read(second, lines().setStreams(STREAMS).build()).process(new Slowed()).uid("slowed");
        second.execute();

        List<String> truth = FrameLine.truth(archive, STREAMS);
        assertThat(before).isBetween(Slowed.ENOUGH, truth.size() - 1);
        assertSameInAnyOrder(List.copyOf(Slowed.seen), truth);
    }

    @Test
    void namesTheStreamThatDoesNotExist() {
        assertThatThrownBy(
                        () ->
                                discard(
                                        read(
                                                restartingUnlessUnavailable(1),
                                                lines().setStreams("one", "nowhere").build())))
                .hasStackTraceContaining("stream 'nowhere' failed: ResourceNotFoundException")
                .hasStackTraceContaining("Check the stream's name, the region and the account");
    }

    @Test
    void namesTheFragmentThatDoesNotExist() {
        assertThatThrownBy(
                        () ->
                                discard(
                                        read(
                                                restartingUnlessUnavailable(1),
                                                lines().setFragmentNumbers("one", List.of("4711"))
                                                        .build())))
                .hasStackTraceContaining(
                        "Stream 'one': fragment 4711 is lost (REFUSED): not read in 3 attempts")
                .hasStackTraceContaining("Fragment numbers are invalid");
    }

    private static Instant timestamp(StoredFragment fragment, FragmentSelectorType type) {
        return type == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? fragment.producerTimestamp()
                : fragment.serverTimestamp();
    }

    private static List<String> truthOfTwo(List<StoredFragment> fragments, int from, int to) {
        List<String> truth = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            truth.addAll(FrameLine.truth(archive, "two", fragments.get(i), i));
        }
        return truth;
    }

    private static KvsArchiveMediaSourceBuilder<String> lines() {
        return withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()));
    }

    private static <T, B extends KvsArchiveSourceBuilder<T, B>> B withAccess(B builder) {
        return TestJobs.withAccess(builder, archive);
    }

    /** Emits how far each record's event time is from its frame's. */
    private static final class TimestampDifference extends ProcessFunction<ArchivedFrame, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(ArchivedFrame frame, Context context, Collector<String> out) {
            out.collect(
                    Long.toString(context.timestamp() - frame.frame().timestamp().toEpochMilli()));
        }
    }

    /** Keeps what it sees, and holds the job up so that a savepoint finds it half way. */
    private static final class Slowed extends ProcessFunction<String, String> {

        private static final long serialVersionUID = 1L;
        private static final int ENOUGH = 1000;

        private static Queue<String> seen;
        private static CountDownLatch allBegun;
        private static CountDownLatch enough;
        private static volatile boolean unlimited;

        private transient boolean begun;

        /** A savepoint is refused as long as one of the subtasks does not run. */
        static void reset(int subtasks) {
            seen = new ConcurrentLinkedQueue<>();
            allBegun = new CountDownLatch(subtasks);
            enough = new CountDownLatch(ENOUGH);
            unlimited = false;
        }

        @Override
        public void processElement(String line, Context context, Collector<String> out) {
            if (!begun) {
                begun = true;
                allBegun.countDown();
            }
            seen.add(line);
            enough.countDown();
            if (!unlimited && enough.getCount() == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
    }
}
