/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that fails once: what its checkpoints take, and what the failure costs. */
final class Recovery {

    private static final int READERS = 4;
    private static final int STREAMS = 8;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
    private static final double MB = 1e6;

    private final long fragmentsEach;

    /**
     * @param fragmentsEach of each of eight streams, 1 MB each
     */
    Recovery(long fragmentsEach) {
        this.fragmentsEach = fragmentsEach;
    }

    void print(ResultTable table) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            for (int stream = 0; stream < STREAMS; stream++) {
                archive.addGeneratedStream(
                        GeneratedStream.builder("camera-" + stream)
                                .setFragmentDuration(Duration.ofSeconds(1))
                                .setFragmentCount(fragmentsEach)
                                .setTracks(GeneratedTrack.video(10, 90_000, 110_000))
                                .build());
            }
            FailOnce.prepare(fragmentsEach * STREAMS * 10 / 2);
            CheckpointStatsSnapshot checkpoints = run(archive);
            print(table, archive, checkpoints);
        }
    }

    private void print(
            ResultTable table, LocalKvsArchive archive, CheckpointStatsSnapshot checkpoints) {
        table.row(
                "checkpoint of " + STREAMS + " streams, kB",
                checkpoints.getSummaryStats().getStateSizeStats().getMaximum() / 1e3,
                "FleetTest's bound, 1,000 streams",
                4000,
                "");
        table.row(
                "checkpoint, seconds",
                checkpoints.getSummaryStats().getEndToEndDurationStats().getMaximum() / 1e3,
                "their interval",
                CHECKPOINTS.toMillis() / 1e3,
                "");
        table.row(
                "seconds from a failure to the next frame",
                FailOnce.recoverySeconds(),
                "interval of checkpoints",
                CHECKPOINTS.toMillis() / 1e3,
                "");
        double all = fragmentsEach * STREAMS;
        table.row(
                "MB read, with a failure in the middle",
                archive.requests().sentBytes() / MB,
                "the streams themselves",
                all,
                "");
    }

    private static CheckpointStatsSnapshot run(LocalKvsArchive archive) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(READERS);
        env.fromSource(
                        KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames())
                                .setOptions(ServerAccess.options(archive.endpoint()))
                                .setOption(KvsArchiveSourceOptions.QUOTA_SHARE, 1.0)
                                .setStreamPrefix("camera-")
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "archive")
                .filter(new FailOnce())
                .sinkTo(new DiscardingSink<>());
        JobGraph job = env.getStreamGraph().getJobGraph();
        MiniClusterConfiguration configuration =
                new MiniClusterConfiguration.Builder()
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(READERS)
                        .build();
        try (MiniCluster cluster = new MiniCluster(configuration)) {
            cluster.start();
            cluster.submitJob(job).get();
            cluster.requestJobResult(job.getJobID())
                    .get()
                    .toJobExecutionResult(Recovery.class.getClassLoader());
            return cluster.getExecutionGraph(job.getJobID()).get().getCheckpointStatsSnapshot();
        }
    }

    /** Fails after so many frames in all, and notes when a frame comes to one that starts anew. */
    private static final class FailOnce extends RichFilterFunction<ArchivedFrame> {

        private static final long serialVersionUID = 1L;
        private static final AtomicLong UNTIL_FAILURE = new AtomicLong();
        private static final AtomicLong FAILURE_NANOS = new AtomicLong();
        private static final AtomicLong RECOVERY_NANOS = new AtomicLong();

        private transient boolean isFirst;

        static void prepare(long frames) {
            UNTIL_FAILURE.set(frames);
            FAILURE_NANOS.set(0);
            RECOVERY_NANOS.set(0);
        }

        static double recoverySeconds() {
            return (RECOVERY_NANOS.get() - FAILURE_NANOS.get()) / 1e9;
        }

        @Override
        public void open(OpenContext context) {
            isFirst = FAILURE_NANOS.get() != 0;
        }

        @Override
        public boolean filter(ArchivedFrame frame) {
            if (isFirst) {
                isFirst = false;
                RECOVERY_NANOS.compareAndSet(0, System.nanoTime());
            }
            if (UNTIL_FAILURE.decrementAndGet() == 0) {
                FAILURE_NANOS.set(System.nanoTime());
                throw new IllegalStateException("made to fail");
            }
            return false;
        }
    }
}
