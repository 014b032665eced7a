/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.media.TestBodies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No frame is behind a watermark, whichever way the frames come. */
@Timeout(120)
class EventTimeITCase {

    private static final int DENSE_SECONDS = 300;
    private static final int FRAMES_PER_SECOND = 5;
    private static final Duration MAX_SPLIT = Duration.ofSeconds(30);

    /** A window's length on top, since the last one stays open. */
    private static final long BEHIND_SECONDS = 2 * MAX_SPLIT.toSeconds() + 10;

    private static final Instant START = Instant.parse("2025-03-14T09:00:00Z");

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private LocalKvsArchive archive;
    private String[] streams;

    @BeforeEach
    void startArchive() {
        WindowCounts.reset();
        CommittedLines.clear();
        archive = LocalKvsArchive.start();
        streams = new String[] {"dense", "gaps", "late", "long", "sparse"};
        add(
                stream("dense")
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(DENSE_SECONDS));
        add(stream("gaps").setFragmentCount(60).setGap(7, Duration.ofMinutes(2)));
        add(stream("late").setStart(START.plusSeconds(1000)).setFragmentCount(100));
        add(stream("long").setFragmentDuration(Duration.ofSeconds(20)).setFragmentCount(50));
        add(stream("sparse").setFragmentCount(30).setGap(1, Duration.ofMinutes(1)));
    }

    private void add(GeneratedStream.Builder stream) {
        archive.addGeneratedStream(stream.build());
    }

    private static GeneratedStream.Builder stream(String name) {
        return GeneratedStream.builder(name)
                .setStart(START)
                .setTracks(GeneratedTrack.video(FRAMES_PER_SECOND, 0, 500))
                .setTagAfter("place", GeneratedStream.INDEX);
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @EnumSource
    void countsWindowsWithoutALateFrame(ReadOrder order) throws Exception {
        KvsArchiveSource<String> source =
                source().setOption(KvsArchiveSourceOptions.READ_ORDER, order).build();

        List<String> windows =
                TestJobs.collect(WindowCounts.of(TestJobs.read(TestJobs.environment(4), source)));

        assertSameInAnyOrder(windows, truth());
        assertThat(WindowCounts.late()).isZero();
        assertThat(WindowCounts.watermarked()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsWindowsWithoutALateFrameThroughFailures(boolean unaligned) throws Exception {
        FailingMap.prepare(6);
        StreamExecutionEnvironment env = TestJobs.restarting(4, Duration.ofMillis(50), unaligned);

        WindowCounts.of(TestJobs.read(env, source().build()).map(new FailingMap(300)))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), truth());
        assertThat(WindowCounts.late()).isZero();
        assertThat(FailingMap.failuresLeft()).isLessThan(6);
    }

    /**
     * Frames before their fragment's start, frames in the order of decoding, fragments that overlap
     * and a clock that jumps back.
     */
    @Test
    void holdsForOddFragments(@TempDir Path folder) throws Exception {
        List<String> truth = new ArrayList<>();
        int number = 1000;
        for (int fragment = 0; fragment < 200; fragment++) {
            // The clock is set back by 100 seconds in the middle; fragments last 3 seconds.
            long start = START.toEpochMilli() + 1000L * (fragment < 100 ? fragment : fragment - 60);
            int[] offsets = {0, 3000, 1000, 2000, -5000, -32_000};
            Path body = folder.resolve("body-" + fragment);
            Files.write(
                    body,
                    TestBodies.fragment(
                            Integer.toString(++number), Instant.ofEpochMilli(start), offsets));
            archive.addRecordedBody("odd", body);
            for (int offset : offsets) {
                truth.add("odd - - - - " + Instant.ofEpochMilli(start + offset) + " -");
            }
        }
        streams = new String[] {"odd"};

        List<String> windows =
                TestJobs.collect(
                        WindowCounts.of(TestJobs.read(TestJobs.environment(4), source().build())));

        assertSameInAnyOrder(windows, WindowCounts.truth(truth));
        assertThat(WindowCounts.late()).isZero();
        assertThat(WindowCounts.watermarked()).isPositive();
    }

    @Test
    void closesWindowsOfAJobWithoutAnEnd() throws Exception {
        Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        archive.addGeneratedStream(
                stream("live")
                        .setStart(start)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(550)
                        .setUploadDelay(Duration.ofMillis(500))
                        .build());
        streams = new String[] {"live"};
        KvsArchiveSource<String> source =
                source().setUnbounded()
                        .setStartTimestamp(start)
                        .setOption(
                                KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL,
                                Duration.ofMillis(100))
                        .setOption(
                                KvsArchiveSourceOptions.UNBOUNDED_LATENESS, Duration.ofSeconds(5))
                        .setOption(
                                KvsArchiveSourceOptions.WATERMARK_UPLOAD_DELAY,
                                Duration.ofSeconds(1))
                        .build();

        List<String> truth = truth();
        try (CloseableIterator<String> windows =
                WindowCounts.of(TestJobs.read(TestJobs.environment(4), source))
                        .executeAndCollect()) {
            List<String> closed = new ArrayList<>();
            while (closed.size() < truth.size()) {
                closed.add(windows.next());
            }
            assertSameInAnyOrder(closed, truth);
        }
        assertThat(WindowCounts.late()).isZero();
    }

    /** The job's own strategy goes by what each split has come to, also by one that waits. */
    @Test
    void leavesWatermarksToTheJobsStrategy() throws Exception {
        StreamExecutionEnvironment env = TestJobs.environment(1);
        DataStream<String> frames =
                env.fromSource(
                        ofStrategy(),
                        WatermarkStrategy.forGenerator(context -> new AfterEachRecord()),
                        "archive");

        List<String> windows = TestJobs.collect(WindowCounts.of(frames));

        assertSameInAnyOrder(windows, truth());
        assertThat(WindowCounts.late()).isZero();
        assertThat(WindowCounts.watermarked()).isPositive();
    }

    /** One reader has the only stream, and the others have nothing to say. */
    @Test
    void leavesOutReadersThatAreIdle() throws Exception {
        streams = new String[] {"dense"};
        KvsArchiveSource<String> source =
                source().setUnbounded()
                        .setStartTimestamp(START)
                        .setOption(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED)
                        .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, false)
                        .build();
        StreamExecutionEnvironment env = TestJobs.environment(3);
        DataStream<String> frames =
                env.fromSource(
                        source,
                        WatermarkStrategy.<String>forGenerator(context -> new AfterEachRecord())
                                .withIdleness(Duration.ofMillis(100)),
                        "archive");

        List<String> closable =
                WindowCounts.truth(
                        FrameLine.truth(archive, streams).stream()
                                .limit(FRAMES_PER_SECOND * (DENSE_SECONDS - BEHIND_SECONDS))
                                .toList());
        try (CloseableIterator<String> windows = WindowCounts.of(frames).executeAndCollect()) {
            for (String window : closable) {
                assertThat(windows.next()).isEqualTo(window);
            }
        }
        assertThat(WindowCounts.late()).isZero();
    }

    /** Behind by what a split spans, since the next one may begin where the last one began. */
    private static final class AfterEachRecord implements WatermarkGenerator<String> {

        private static final long BEHIND_MILLIS = 2 * MAX_SPLIT.toMillis();

        @Override
        public void onEvent(String line, long timestampMillis, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestampMillis - BEHIND_MILLIS));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    @Test
    void emitsNoWatermarkOfItsOwnUnlessItIsTo() throws Exception {
        List<String> windows =
                TestJobs.collect(
                        WindowCounts.of(TestJobs.read(TestJobs.environment(2), ofStrategy())));

        assertSameInAnyOrder(windows, truth());
        assertThat(WindowCounts.watermarked()).isZero();
    }

    private List<String> truth() {
        return WindowCounts.truth(FrameLine.truth(archive, streams));
    }

    private KvsArchiveSource<String> ofStrategy() {
        return source().setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, false)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_DURATION, MAX_SPLIT)
                .setOption(KvsArchiveSourceOptions.READ_MAX_DRIFT, MAX_SPLIT)
                .build();
    }

    private KvsArchiveMediaSourceBuilder<String> source() {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setStreams(streams)
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 50)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 5)
                .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, true);
    }
}
