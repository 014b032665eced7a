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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.execution.JobClient;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame comes once, whatever fails in the job, and little is asked for again. */
@Timeout(120)
class FailoverITCase {

    private static final String[] STREAMS = {"one", "two", "three"};
    private static final int FAILURES = 8;
    private static final Duration OFTEN = Duration.ofMillis(100);

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
        CommittedLines.clear();
        archive = LocalKvsArchive.start();
        for (String stream : STREAMS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(stream)
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(200)
                            .setTracks(GeneratedTrack.video(10, 0, 1000))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    /**
     * Each chain of a source, a map and a sink is a region of its own. They fail between two
     * checkpoints: of those that restart while a checkpoint begins, Flink itself may end the
     * process (OperatorCoordinatorHolder.closeGateways, 1.20.3 to 2.3.0).
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void restartsRegionsAlone(int parallelism) throws Exception {
        FailingMap.prepare(FAILURES);
        StreamExecutionEnvironment env = TestJobs.restarting(parallelism, OFTEN, false);
        env.getCheckpointConfig().setMinPauseBetweenCheckpoints(500);

        committed(TestJobs.read(env, source()).map(FailingMap.afterCheckpoints(10)));
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
        int failures = FAILURES - FailingMap.failuresLeft();
        assertThat(failures).isPositive();
        int starts = 0;
        for (int subtask = 0; subtask < parallelism; subtask++) {
            starts += FailingMap.startsOf(subtask);
        }
        assertThat(starts).isEqualTo(parallelism + failures);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true"})
    void survivesFailuresBetweenManyCheckpoints(int parallelism, boolean unaligned)
            throws Exception {
        FailingMap.prepare(FAILURES);
        StreamExecutionEnvironment env = TestJobs.restarting(parallelism, OFTEN, unaligned);

        committed(TestJobs.read(env, source()).rebalance().map(new FailingMap(150)));
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
        assertThat(FailingMap.failuresLeft()).isLessThan(FAILURES);
    }

    /** Meanwhile bodies wait half read, and break; and the endpoints move. */
    @Test
    void survivesASinkThatBlocks() throws Exception {
        Gate.begun = new CountDownLatch(1);
        Gate.open = new CountDownLatch(1);
        StreamExecutionEnvironment env = TestJobs.restarting(3, OFTEN, true);
        committed(TestJobs.read(env, source()).rebalance().map(new Gate()));
        JobClient job = env.executeAsync();
        assertThat(Gate.begun.await(1, TimeUnit.MINUTES)).isTrue();

        archive.setFaults(Faults.none().withReset(When.share(0.5)));
        archive.moveDataEndpoints();
        Gate.open.countDown();
        job.getJobExecutionResult().get(1, TimeUnit.MINUTES);

        assertSameInAnyOrder(CommittedLines.all(), FrameLine.truth(archive, STREAMS));
    }

    private static final class Gate implements MapFunction<String, String> {

        private static final long serialVersionUID = 1L;
        private static CountDownLatch begun;
        private static CountDownLatch open;

        @Override
        public String map(String line) throws InterruptedException {
            begun.countDown();
            open.await();
            return line;
        }
    }

    private static void committed(DataStream<String> lines) {
        lines.map(new CommittedLines()).uid("committed").sinkTo(new DiscardingSink<>());
    }

    private KvsArchiveSource<String> source() {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setStreams(STREAMS)
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 50)
                .build();
    }
}
