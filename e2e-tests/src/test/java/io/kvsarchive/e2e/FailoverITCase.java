/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.local.LocalKvsArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost and nothing comes twice when a process of the cluster is killed. */
@Timeout(300)
class FailoverITCase {

    private static final int FRAMES_PER_SECOND = 200;

    @TempDir static Path clusterFolder;
    private static Cluster cluster;

    @TempDir Path folder;
    private LocalKvsArchive archive;
    private Recording recording;
    private Truth truth;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = new Cluster(clusterFolder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void record() {
        archive = LocalKvsArchive.start();
        recording = Recording.of(archive, 3, 200, folder.resolve("output"));
        truth = recording.truth();
    }

    @AfterEach
    void closeArchive() {
        archive.close();
    }

    @Test
    void survivesTaskManagersThatAreKilled() throws Exception {
        try (RunningJob job = start(4, SavepointRestoreSettings.none())) {
            for (int i = 0; i < Cluster.TASK_MANAGERS; i++) {
                awaitCommits(job, 2 * i + 1);
                cluster.killTaskManager(0);
            }
            job.awaitFinished();
        }
        assertThat(truth.differencesTo(recording.output())).isEmpty();
    }

    @Test
    void survivesAJobManagerThatIsKilled() throws Exception {
        try (RunningJob job = start(4, SavepointRestoreSettings.none())) {
            awaitCommits(job, 1);
            cluster.killJobManager();
            job.awaitFinished();
        }
        assertThat(truth.differencesTo(recording.output())).isEmpty();
    }

    /** The tasks that ran begin anew, and read once more what was handed out to them. */
    @Test
    void survivesAJobManagerThatIsKilledInBatch() throws Exception {
        List<String> arguments = new ArrayList<>(arguments());
        arguments.addAll(List.of("--batch", "true"));
        try (RunningJob job =
                cluster.submit(cluster.jobGraph(arguments, 4), SavepointRestoreSettings.none())) {
            job.await(
                    "readers have asked for media",
                    () -> archive.requests().count("GetMediaForFragmentList") >= 8);
            cluster.killJobManager();
            job.awaitFinished();
        }
        assertThat(truth.differencesTo(recording.output())).isEmpty();
    }

    @Test
    void goesOnFromSavepointsAtOtherParallelisms() throws Exception {
        SavepointRestoreSettings from = SavepointRestoreSettings.none();
        for (int parallelism : new int[] {1, 4}) {
            long commits = commits();
            try (RunningJob job = start(parallelism, from)) {
                awaitCommits(job, commits + 1);
                from = SavepointRestoreSettings.forPath(job.stopWithSavepoint());
            }
        }
        try (RunningJob job = start(2, from)) {
            job.awaitFinished();
        }
        assertThat(truth.differencesTo(recording.output())).isEmpty();
    }

    private RunningJob start(int parallelism, SavepointRestoreSettings from) throws Exception {
        return cluster.submit(cluster.jobGraph(arguments(), parallelism), from);
    }

    private List<String> arguments() {
        return recording.jobArguments(
                FRAMES_PER_SECOND, Instant.now().plus(1, ChronoUnit.DAYS), false);
    }

    private void awaitCommits(RunningJob job, long count) throws InterruptedException {
        job.await("the sink has committed " + count + " files", () -> commits() >= count);
    }

    private long commits() {
        if (!Files.exists(recording.output())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(recording.output())) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
