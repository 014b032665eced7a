/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One source after the other, as one: the archive first. */
@Timeout(120)
class HybridSourceITCase {

    private static final Instant START = Instant.parse("2025-03-14T09:00:00Z");
    private static final Instant SEAM = START.plusSeconds(400);
    private static final String[] STREAMS = {"one", "two"};
    private static final int FAILURES = 4;
    private static final Duration OFTEN = Duration.ofMillis(100);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        CommittedLines.clear();
        WindowCounts.reset();
        archive = LocalKvsArchive.start();
        for (String stream : STREAMS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(stream)
                            .setStart(START)
                            .setFragmentDuration(Duration.ofSeconds(2))
                            .setFragmentCount(300)
                            .setTracks(GeneratedTrack.video(5, 0, 500))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, FAILURES})
    void readsEachFrameOnce(int failures) throws Exception {
        FailingMap.prepare(failures);
        StreamExecutionEnvironment env = TestJobs.restarting(3, OFTEN, false);

        read(env, hybrid(SEAM, false))
                .rebalance()
                .map(new FailingMap(400))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
        assertThat(FailingMap.failuresLeft()).isLessThan(Math.max(1, failures));
    }

    /** HybridSource then gives back all splits of the first source at once. */
    @Test
    void readsTheFirstSourceAgainIfThereIsNoCheckpointYet() throws Exception {
        FailingMap.prepare(1);
        Duration interval = Duration.ofSeconds(3);
        StreamExecutionEnvironment env = TestJobs.restarting(3, interval, false);
        env.getCheckpointConfig().setMinPauseBetweenCheckpoints(interval.toMillis());
        int lines = FrameLine.truth(archive, STREAMS).size();

        read(env, hybrid(SEAM, false))
                .rebalance()
                .map(new FailingMap(lines / 4))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
        assertThat(FailingMap.failuresLeft()).isZero();
    }

    /** All splits of the first source are held by readers at a checkpoint, and at none is more. */
    @Test
    void goesBackToASourceOfWhichNothingIsLeftToHandOut() throws Exception {
        archive.setFaults(Faults.none().withStalled(Duration.ofSeconds(1), When.first(3)));
        FailingMap.prepare(FAILURES);
        StreamExecutionEnvironment env = TestJobs.restarting(3, OFTEN, false);

        read(env, hybrid(START.plusSeconds(5), false))
                .rebalance()
                .map(new FailingMap(30))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
        assertThat(FailingMap.failuresLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, FAILURES})
    void emitsWatermarksThroughTheSeam(int failures) throws Exception {
        FailingMap.prepare(failures);
        StreamExecutionEnvironment env = TestJobs.restarting(3, OFTEN, false);

        WindowCounts.of(read(env, hybrid(SEAM, true)).map(new FailingMap(400)))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(
                CommittedLines.all(), WindowCounts.truth(FrameLine.truth(archive, STREAMS)));
        assertThat(WindowCounts.late()).isZero();
        assertThat(WindowCounts.watermarked()).isPositive();
    }

    private static DataStream<String> read(
            StreamExecutionEnvironment env, HybridSource<String> source) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "hybrid", Types.STRING)
                .uid("hybrid");
    }

    private HybridSource<String> hybrid(Instant seam, boolean watermarks) {
        return HybridSource.builder(source(watermarks).setEndTimestamp(seam).build())
                .addSource(source(watermarks).setStartTimestamp(seam.plusMillis(1)).build())
                .build();
    }

    private KvsArchiveMediaSourceBuilder<String> source(boolean watermarks) {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setStreams(STREAMS)
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 50)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 5)
                .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, watermarks);
    }
}
