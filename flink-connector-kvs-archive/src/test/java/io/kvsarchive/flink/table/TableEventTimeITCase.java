/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of event time over tables. */
@Timeout(120)
class TableEventTimeITCase {

    private static final long WINDOW_MILLIS = 10_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private LocalKvsArchive archive;
    private TableEnvironment sql;

    @BeforeEach
    void begin() {
        archive = LocalKvsArchive.start();
        sql = TableJobs.streaming();
        ArrivedRows.clear();
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCE_WATERMARK()", "frame_time - INTERVAL '11' MINUTE"})
    void holdEveryFrame(String watermark) throws Exception {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        add("cam-1", start, 400);
        add("cam-2", start.plusSeconds(130), 400);
        create(watermark, "split.max-fragments", "10");

        assertSameInAnyOrder(TableJobs.lines(sql, windows()), truth());
    }

    @Test
    void showsBothKindsOfWatermarksInThePlan() {
        create("SOURCE_WATERMARK()");
        assertThat(sql.explainSql(windows())).contains("SOURCE_WATERMARK()");
        assertThat(optimized()).doesNotContain("WatermarkAssigner").contains("watermark=[");

        sql.executeSql("DROP TABLE frames");
        create("frame_time - INTERVAL '11' MINUTE");
        assertThat(optimized()).doesNotContain("WatermarkAssigner").contains("watermark=[-(");
    }

    private String optimized() {
        String plan = sql.explainSql(windows());
        return plan.substring(plan.indexOf("== Optimized Execution Plan =="));
    }

    /** They close while the job runs on, which has no end. */
    @Test
    void closeInAJobWithoutAnEnd() throws Exception {
        Instant start = Instant.now().minusSeconds(900);
        add("cam-1", start, 600);
        create(
                "SOURCE_WATERMARK()",
                "scan.bounded",
                "false",
                "scan.start.timestamp",
                start.minusSeconds(1).toString());
        sql.executeSql(
                "CREATE TABLE arrived (stream_name STRING, window_start TIMESTAMP(3), frames"
                        + " BIGINT) WITH ('connector' = 'arrived-rows')");

        JobClient job =
                sql.executeSql("INSERT INTO arrived " + windows()).getJobClient().orElseThrow();
        List<String> rows = ArrivedRows.next(truth().size());
        job.cancel().get();

        assertSameInAnyOrder(rows, truth());
    }

    private void add(String stream, Instant start, int fragments) {
        archive.addGeneratedStream(
                GeneratedStream.builder(stream)
                        .setStart(start)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(fragments)
                        .setUploadDelay(Duration.ofMillis(10))
                        .setTracks(GeneratedTrack.video(5, 10, 50))
                        .build());
    }

    private void create(String watermark, String... options) {
        TableJobs.create(
                sql,
                archive,
                "frames",
                "stream_name STRING, frame_time TIMESTAMP_LTZ(3), WATERMARK FOR frame_time AS "
                        + watermark,
                Stream.concat(Stream.of("stream.prefix", "cam-"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static String windows() {
        return "SELECT stream_name, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE frames,"
                + " DESCRIPTOR(frame_time), INTERVAL '"
                + WINDOW_MILLIS / 1000
                + "' SECOND)) GROUP BY stream_name, window_start, window_end";
    }

    private List<String> truth() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String stream : archive.streamNames()) {
            for (StoredFragment fragment : archive.fragments(stream).toList()) {
                for (GeneratedFrame frame :
                        archive.generatedFrames(stream, fragment.fragmentNumber())) {
                    long millis = fragment.producerTimestamp().plus(frame.offset()).toEpochMilli();
                    String window =
                            Instant.ofEpochMilli(millis - millis % WINDOW_MILLIS)
                                    .toString()
                                    .replace("Z", "")
                                    .replaceFirst(":00$", "");
                    counts.merge(stream + ", " + window, 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .map(window -> "+I[" + window.getKey() + ", " + window.getValue() + "]")
                .toList();
    }
}
