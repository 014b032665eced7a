/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.local.Fault;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.When;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that is cancelled ends soon and leaves nothing behind. */
@Timeout(180)
class CancellationITCase {

    /** What users wait for, when they cancel. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();
    private static final int WARM_UP = 3;
    private static final int RUNS = 30;

    /** What a leak of one instance by each run of one kind leaves. */
    private static final int LEAKED = RUNS / 2;

    private static final Set<String> FRAGMENTS =
            Set.of(FragmentToRead.Listed.class.getName(), ListedFragment.class.getName());

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        Blocking.begun = new CountDownLatch(1);
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("one")
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(1_000_000)
                        .setTracks(GeneratedTrack.video(10, 500, 2000))
                        .build());
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void endsInTheMiddleOfABodyThatStalls() throws Exception {
        archive.setFaults(Faults.none().withStalled(FOR_EVER, When.always()));
        JobClient job = start(line -> line);
        await(() -> archive.requests().count(Fault.STALLED) >= 2);

        cancel(job);

        assertNothingIsLeft();
    }

    @Test
    void endsWhileASinkBlocks() throws Exception {
        JobClient job = start(new Blocking());
        assertThat(Blocking.begun.await(1, TimeUnit.MINUTES)).isTrue();

        cancel(job);

        assertNothingIsLeft();
    }

    @Test
    void endsBetweenTwoAttemptsToList() throws Exception {
        archive.setFaults(
                Faults.none().withThrottled(When.always().withOperations("ListFragments")));
        JobClient job = start(line -> line);
        await(() -> archive.requests().count(Fault.THROTTLED) >= 1);

        cancel(job);

        assertNothingIsLeft();
    }

    @Test
    void leavesNothingBehindHoweverOftenAJobIsStarted() throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            startAndCancel(i);
        }
        assertNothingIsLeft();
        Map<String, Long> before = instances();

        for (int i = 0; i < RUNS; i++) {
            startAndCancel(i);
        }

        assertNothingIsLeft();
        assertThat(leakedSince(before)).as("instances left, by class").isEmpty();
    }

    /** Flink lets go of its last jobs a moment after they have ended. */
    private static Map<String, Long> leakedSince(Map<String, Long> before)
            throws InterruptedException {
        Map<String, Long> leaked = new TreeMap<>();
        for (int attempt = 0; attempt < 100; attempt++) {
            leaked.clear();
            instances()
                    .forEach(
                            (type, count) -> {
                                long more = count - before.getOrDefault(type, 0L);
                                if (more >= LEAKED) {
                                    leaked.put(type, more);
                                }
                            });
            if (leaked.isEmpty()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return leaked;
    }

    /** Every other time, in the middle of a body. */
    private void startAndCancel(int run) throws Exception {
        archive.requests().clear();
        boolean stalls = run % 2 == 0;
        archive.setFaults(
                stalls ? Faults.none().withStalled(FOR_EVER, When.always()) : Faults.none());
        JobClient job = start(line -> line);
        await(
                () ->
                        stalls
                                ? archive.requests().count(Fault.STALLED) >= 1
                                : archive.requests().count("GetMediaForFragmentList") >= 3);
        cancel(job);
    }

    private JobClient start(MapFunction<String, String> map) throws Exception {
        StreamExecutionEnvironment env = TestJobs.environment(2);
        TestJobs.read(
                        env,
                        TestJobs.withAccess(
                                        KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                                .setStreams("one")
                                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 1000)
                                .setOption(
                                        KvsArchiveSourceOptions.RETRY_MIN_DELAY,
                                        Duration.ofHours(1))
                                .setOption(
                                        KvsArchiveSourceOptions.RETRY_MAX_DELAY,
                                        Duration.ofHours(1))
                                .setOption(
                                        KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT,
                                        Duration.ofHours(1))
                                .build())
                .map(map)
                .returns(String.class)
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    private static void cancel(JobClient job) throws Exception {
        long begin = System.nanoTime();
        job.cancel().get(SOON.toSeconds(), TimeUnit.SECONDS);
        await(() -> status(job) == JobStatus.CANCELED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }

    private static JobStatus status(JobClient job) {
        return job.getJobStatus().join();
    }

    private void assertNothingIsLeft() throws InterruptedException {
        await(() -> archive.openConnections() == 0);
        await(() -> ownThreads().isEmpty());
    }

    /** Those of the connector, of Flink's fetchers and coordinators, and of the AWS SDK. */
    private static Set<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(
                        name ->
                                name.startsWith("kvs-archive-listing")
                                        || name.startsWith("kvs-archive-timer")
                                        || name.contains("Source Data Fetcher")
                                        || name.startsWith("SourceCoordinator")
                                        || name.startsWith("idle-connection-reaper")
                                        || name.startsWith("sdk-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Live instances of what a job makes, by class, after a full collection. Fragments are left
     * out: a job has hundreds, and what holds them is counted.
     */
    private static Map<String, Long> instances() {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : ClassHistogram.lines()) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length >= 4
                    && (fields[3].startsWith("io.kvsarchive.service.")
                            || fields[3].startsWith("io.kvsarchive.flink.")
                            || fields[3].startsWith("org.apache.http.impl.")
                            || fields[3].startsWith("software.amazon.awssdk.services."))
                    && !FRAGMENTS.contains(fields[3])) {
                counts.put(fields[3], Long.valueOf(fields[1]));
            }
        }
        return counts;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static final class Blocking implements MapFunction<String, String> {

        private static final long serialVersionUID = 1L;
        private static CountDownLatch begun;

        @Override
        public String map(String line) throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
            return line;
        }
    }
}
