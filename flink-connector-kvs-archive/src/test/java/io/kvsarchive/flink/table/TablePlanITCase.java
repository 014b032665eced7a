/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Plans that are compiled once, and go on from savepoints. */
@Timeout(120)
class TablePlanITCase {

    private static final int FRAMES_OF_FRAGMENT = 2;

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
        ArrivedRows.clear();
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void goOnFromASavepoint(@TempDir Path folder) throws Exception {
        addUpToNow(60);
        Path plan = folder.resolve("plan.json");
        TableEnvironment first = environment();
        first.compilePlanSql(
                        "INSERT INTO arrived SELECT stream_name, fragment_number, frame_index FROM"
                                + " frames WHERE key_frame AND stream_name = 'cam-1'")
                .writeToFile(plan);

        JobClient job = execute(first, plan);
        List<String> rows = new ArrayList<>(ArrivedRows.next(truth().size()));
        String savepoint =
                job.stopWithSavepoint(
                                false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get();
        addUpToNow(20);
        TableEnvironment second = environment();
        second.getConfig().set("execution.state-recovery.path", savepoint);
        job = execute(second, plan);
        rows.addAll(ArrivedRows.next(truth().size() - rows.size()));
        job.cancel().get();

        rows.addAll(ArrivedRows.rest());
        assertSameInAnyOrder(rows, truth());
    }

    private static JobClient execute(TableEnvironment environment, Path plan) {
        return environment
                .loadPlan(PlanReference.fromFile(plan))
                .execute()
                .getJobClient()
                .orElseThrow();
    }

    private TableEnvironment environment() {
        TableEnvironment sql = TableJobs.streaming();
        sql.getConfig().set("execution.checkpointing.interval", "100 ms");
        TableJobs.create(
                sql,
                archive,
                "frames",
                "stream_name STRING, fragment_number STRING, frame_index INT, key_frame BOOLEAN",
                "stream.names",
                "cam-1",
                "scan.start.timestamp",
                Instant.now().minus(Duration.ofDays(1)).toString(),
                "scan.bounded",
                "false",
                "unbounded.poll-interval",
                "100 ms");
        sql.executeSql(
                "CREATE TABLE arrived (stream_name STRING, fragment_number STRING, frame_index INT)"
                        + " WITH ('connector' = 'arrived-rows')");
        return sql;
    }

    private void addUpToNow(int fragments) {
        archive.addGeneratedStream(
                GeneratedStream.builder("cam-1")
                        .setStart(Instant.now().minusSeconds(fragments))
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(fragments)
                        .setUploadDelay(Duration.ofMillis(10))
                        .setTracks(GeneratedTrack.audio(FRAMES_OF_FRAGMENT, 10, 300))
                        .build());
    }

    private List<String> truth() {
        return archive.fragments("cam-1")
                .map(StoredFragment::fragmentNumber)
                .flatMap(
                        number ->
                                IntStream.range(0, FRAMES_OF_FRAGMENT)
                                        .mapToObj(
                                                frame ->
                                                        "+I[cam-1, " + number + ", " + frame + "]"))
                .toList();
    }
}
