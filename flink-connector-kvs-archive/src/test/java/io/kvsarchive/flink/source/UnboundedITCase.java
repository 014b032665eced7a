/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Unbounded jobs, over the past of streams and what comes while they run. */
@Timeout(120)
class UnboundedITCase {

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
        archive = LocalKvsArchive.start();
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void readsThePastAndWhatComesWithoutASeam() throws Exception {
        addUpToNow("cam-1", 400);
        try (CloseableIterator<String> lines =
                read(environment(2), unbounded()).executeAndCollect()) {
            List<String> past = FrameLine.truth(archive, "cam-1");
            List<String> seen = next(lines, past.size());
            assertSameInAnyOrder(seen, past);

            addUpToNow("cam-1", 3);
            archive.addGeneratedStream(
                    stream("cam-1", 2)
                            .setStart(Instant.now().minus(Duration.ofHours(1)))
                            .setUploadDelay(Duration.ofHours(1))
                            .build());
            addUpToNow("cam-2", 5);

            List<String> all = FrameLine.truth(archive, "cam-1", "cam-2");
            seen.addAll(next(lines, all.size() - seen.size()));
            assertSameInAnyOrder(withoutPlace(seen), withoutPlace(all));
        }
    }

    @Test
    void goesOnAtTheGrowingEndFromASavepoint(@TempDir Path savepoints) throws Exception {
        addUpToNow("cam-1", 100);
        List<String> seen = new ArrayList<>();
        String savepoint;
        StreamExecutionEnvironment first = environment(2);
        first.enableCheckpointing(100);
        try (CloseableIterator<String> lines = read(first, unbounded()).collectAsync()) {
            JobClient job = first.executeAsync();
            seen.addAll(next(lines, FrameLine.truth(archive, "cam-1").size()));
            savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    savepoints.toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
        }
        addUpToNow("cam-1", 7);

        StreamExecutionEnvironment second = environment(3);
        Configuration restore = new Configuration();
        restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        // That of the sink which collected the lines.
        restore.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        second.configure(restore);
        // Before Flink 2.0 the place of this sink is its identity: where that of the first job was,
        // it would take over that one's state.
        DataStream<String> elsewhere = read(second, unbounded()).map(line -> line);
        try (CloseableIterator<String> lines = elsewhere.executeAndCollect()) {
            List<String> all = FrameLine.truth(archive, "cam-1");
            seen.addAll(next(lines, all.size() - seen.size()));
            assertSameInAnyOrder(withoutPlace(seen), withoutPlace(all));
        }
    }

    private static List<String> next(CloseableIterator<String> lines, int count) {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            next.add(lines.next());
        }
        return next;
    }

    /** A stream of several parts counts its places anew in each, but the truth counts through. */
    private static List<String> withoutPlace(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll(" \\{place=\\d+}$", "")).toList();
    }

    private void addUpToNow(String name, int fragments) {
        archive.addGeneratedStream(
                stream(name, fragments)
                        .setStart(Instant.now().minusSeconds(fragments))
                        .setUploadDelay(Duration.ofMillis(10))
                        .build());
    }

    private static GeneratedStream.Builder stream(String name, int fragments) {
        return GeneratedStream.builder(name)
                .setFragmentDuration(Duration.ofSeconds(1))
                .setFragmentCount(fragments)
                .setTracks(GeneratedTrack.video(2, 10, 300))
                .setTagAfter("place", GeneratedStream.INDEX);
    }

    private KvsArchiveSource<String> unbounded() {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setStreamPrefix("cam-")
                .setStartTimestamp(Instant.now().minus(Duration.ofDays(1)))
                .setUnbounded()
                .setOption(KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL, Duration.ofMillis(100))
                .setOption(
                        KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL, Duration.ofMillis(200))
                .build();
    }
}
