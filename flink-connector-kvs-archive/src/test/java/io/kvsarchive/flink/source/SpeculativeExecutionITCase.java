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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SlowTaskDetectorOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a batch job, a second attempt at what a slow reader reads takes over from it. */
@Timeout(120)
class SpeculativeExecutionITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(detectingSlowTasksAtOnce())
                            .setNumberTaskManagers(2)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private LocalKvsArchive archive;

    private static Configuration detectingSlowTasksAtOnce() {
        Configuration configuration = new Configuration();
        configuration.set(BatchExecutionOptions.SPECULATIVE_ENABLED, true);
        configuration.set(BatchExecutionOptions.BLOCK_SLOW_NODE_DURATION, Duration.ZERO);
        configuration.set(
                SlowTaskDetectorOptions.EXECUTION_TIME_BASELINE_LOWER_BOUND, Duration.ZERO);
        configuration.set(SlowTaskDetectorOptions.EXECUTION_TIME_BASELINE_RATIO, 0.0);
        configuration.set(SlowTaskDetectorOptions.CHECK_INTERVAL, Duration.ofMillis(100));
        return configuration;
    }

    @BeforeEach
    void startArchive() {
        Hanging.ATTEMPTS.set(0);
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(200)
                        .setTracks(GeneratedTrack.video(5, 0, 500))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void readsEachFrameOnceThoughAnAttemptHangs() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = TestJobs.environment(2);
        env.configure(configuration);

        List<String> lines =
                TestJobs.collect(
                        TestJobs.read(
                                        env,
                                        TestJobs.withAccess(
                                                        KvsArchiveSource.forFrames(
                                                                new FrameLine.Schema()),
                                                        archive)
                                                .setStreams("camera")
                                                .setOption(
                                                        KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS,
                                                        5)
                                                .build())
                                .map(new Hanging())
                                .rebalance());

        assertSameInAnyOrder(lines, FrameLine.truth(archive, "camera"));
        assertThat(Hanging.ATTEMPTS.get()).isGreaterThan(2);
    }

    /** Hangs after some lines, in the first attempt at the first subtask. */
    private static final class Hanging extends RichMapFunction<String, String> {

        private static final long serialVersionUID = 1L;
        private static final int LINES = 30;
        private static final AtomicInteger ATTEMPTS = new AtomicInteger();

        private transient boolean hangs;
        private transient int lines;

        @Override
        public void open(org.apache.flink.api.common.functions.OpenContext context) {
            ATTEMPTS.incrementAndGet();
            hangs =
                    getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0
                            && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0;
        }

        @Override
        public String map(String line) throws InterruptedException {
            lines++;
            if (hangs && lines > LINES) {
                new CountDownLatch(1).await();
            }
            return line;
        }
    }
}
