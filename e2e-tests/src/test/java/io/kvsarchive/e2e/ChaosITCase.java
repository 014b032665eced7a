/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.local.Fault;
import io.kvsarchive.local.LocalKvsArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes and troubles the service at random for some time, and compares what a
 * transactional sink has committed with the undisturbed truth.
 *
 * <p>{@code -De2e.chaos.duration=PT30M} sets the time, {@code -De2e.chaos.seed=N} repeats the plan
 * of another run; its moments differ.
 */
class ChaosITCase {

    private static final Duration DURATION =
            Duration.parse(System.getProperty("e2e.chaos.duration"));
    private static final int STREAMS = 5;
    private static final int FRAMES_PER_SECOND = 400;
    private static final Duration MIN_PEACE = Duration.ofSeconds(1);
    private static final Duration MAX_PEACE = Duration.ofSeconds(5);

    @TempDir Path folder;

    private final long seed = seed();
    private final Random random = new Random(seed);
    private final Map<String, Integer> deeds = new LinkedHashMap<>();

    @Test
    void emitsEveryFrameOnceWhateverHappens() throws Exception {
        System.out.println("Chaos for " + DURATION + " with -De2e.chaos.seed=" + seed);
        try (LocalKvsArchive archive = LocalKvsArchive.start();
                Cluster cluster = new Cluster(folder.resolve("cluster"))) {
            Recording recording =
                    Recording.of(archive, STREAMS, fragments(), folder.resolve("output"));
            Truth truth = recording.truth();
            Instant begin = Instant.now();

            disturb(cluster, recording, begin.plus(DURATION));

            List<String> differences = truth.differencesTo(recording.output());
            report(archive, truth, Duration.between(begin, Instant.now()));
            assertThat(differences)
                    .as("-De2e.chaos.seed=%d, logs in %s", seed, cluster.logs())
                    .isEmpty();
        }
    }

    /** So many that readers that nothing disturbs would need the whole time. */
    private static long fragments() {
        return DURATION.toSeconds()
                * FRAMES_PER_SECOND
                * Cluster.SLOTS
                / Recording.FRAMES_OF_FRAGMENT
                / STREAMS;
    }

    private void disturb(Cluster cluster, Recording recording, Instant until) throws Exception {
        RunningJob job = start(cluster, recording, until, SavepointRestoreSettings.none());
        while (Instant.now().isBefore(until)) {
            Thread.sleep(random.nextLong(MIN_PEACE.toMillis(), MAX_PEACE.toMillis()));
            switch (random.nextInt(10)) {
                case 0 -> {
                    did("JobManager killed");
                    cluster.killJobManager();
                }
                case 1, 2 -> {
                    did("TaskManager killed");
                    cluster.killTaskManager(random.nextInt(Cluster.TASK_MANAGERS));
                }
                case 3 -> job = rescaled(cluster, recording, until, job);
                case 4 -> {
                    did("data endpoints moved");
                    recording.archive().moveDataEndpoints();
                }
                case 5 -> {
                    did("service in peace");
                    recording.archive().clearFaults();
                }
                default -> {
                    did("service troubled");
                    recording.archive().setFaults(ServiceTrouble.some(random));
                }
            }
        }
        recording.archive().clearFaults();
        job.awaitFinished();
        job.close();
    }

    /** A savepoint fails where tasks are not running just then; the job goes on in that case. */
    private RunningJob rescaled(Cluster cluster, Recording recording, Instant until, RunningJob job)
            throws Exception {
        job.awaitRunning();
        String savepoint;
        try {
            savepoint = job.stopWithSavepoint();
        } catch (ExecutionException e) {
            did("savepoint refused");
            return job;
        }
        did("savepoint and another parallelism");
        job.close();
        return start(cluster, recording, until, SavepointRestoreSettings.forPath(savepoint));
    }

    private RunningJob start(
            Cluster cluster, Recording recording, Instant pacedUntil, SavepointRestoreSettings from)
            throws Exception {
        int parallelism = 1 + random.nextInt(Cluster.SLOTS);
        List<String> arguments =
                recording.jobArguments(FRAMES_PER_SECOND, pacedUntil, random.nextBoolean());
        return cluster.submit(cluster.jobGraph(arguments, parallelism), from);
    }

    private void did(String deed) {
        deeds.merge(deed, 1, Integer::sum);
    }

    private void report(LocalKvsArchive archive, Truth truth, Duration took) {
        System.out.printf(Locale.ROOT, "%-40s %d s%n", "took", took.toSeconds());
        deeds.forEach((deed, times) -> System.out.printf(Locale.ROOT, "%-40s %d%n", deed, times));
        for (Fault fault : Fault.values()) {
            System.out.printf(
                    Locale.ROOT, "fault %-34s %d%n", fault, archive.requests().count(fault));
        }
        System.out.printf(Locale.ROOT, "%-40s %d%n", "frames compared", truth.frames());
        System.out.printf(Locale.ROOT, "%-40s %d%n", "bytes needed", truth.bytes());
        System.out.printf(Locale.ROOT, "%-40s %d%n", "bytes sent", archive.requests().sentBytes());
    }

    private static long seed() {
        String given = System.getProperty("e2e.chaos.seed");
        return given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given);
    }
}
