/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.JobFailure;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tables hold. */
@Timeout(120)
class TableITCase {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Frames of telemetry in each stream, one each second. */
    private static final int TELEMETRY = 60;

    private static final String[] CAMERAS = {"cam-1", "cam-2"};

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static LocalKvsArchive archive;

    private TableEnvironment sql;
    private String declaration;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        for (String camera : CAMERAS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(camera)
                            .setStart(START)
                            .setFragmentDuration(Duration.ofSeconds(2))
                            .setFragmentCount(30)
                            .setTracks(
                                    GeneratedTrack.video(5, 0, 300),
                                    GeneratedTrack.audio(5, 10, 100),
                                    GeneratedTrack.text(1, telemetry()))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    private static List<byte[]> telemetry() {
        return IntStream.range(0, TELEMETRY)
                .mapToObj(i -> "{\"celsius\": " + i + ".5, \"door\": \"d" + i % 3 + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    /** No sooner, since the cluster is then that of the test. */
    @BeforeEach
    void begin() {
        sql = TableJobs.streaming();
    }

    @Test
    void holdsEveryFrameWithAllThatIsKnownOfIt() throws Exception {
        create(
                "payload BYTES, stream_name STRING METADATA, stream_arn STRING METADATA,"
                        + " fragment_number STRING METADATA, producer_time TIMESTAMP_LTZ(3)"
                        + " METADATA, server_time TIMESTAMP_LTZ(3) METADATA, fragment_size BIGINT"
                        + " METADATA, fragment_duration_ms BIGINT METADATA, tags MAP<STRING,"
                        + " STRING> METADATA, frame_time TIMESTAMP_LTZ(3) METADATA, frame_index INT"
                        + " METADATA, frame_size INT METADATA, key_frame BOOLEAN METADATA,"
                        + " track_number BIGINT METADATA",
                "format",
                "raw");

        assertSameInAnyOrder(TableJobs.collect(sql, "SELECT * FROM frames"), frames());
    }

    @Test
    void fillsPlainColumnsOfTheSameNames() throws Exception {
        create(
                "payload BYTES, stream_name STRING, stream_arn STRING, fragment_number STRING,"
                        + " producer_time TIMESTAMP_LTZ(3), server_time TIMESTAMP_LTZ(3),"
                        + " fragment_size BIGINT, fragment_duration_ms BIGINT, tags MAP<STRING,"
                        + " STRING>, frame_time TIMESTAMP_LTZ(3), frame_index INT, frame_size INT,"
                        + " key_frame BOOLEAN, track_number BIGINT",
                "format",
                "raw");

        assertSameInAnyOrder(TableJobs.collect(sql, "SELECT * FROM frames"), frames());
    }

    @Test
    void describesTracks() throws Exception {
        create(
                "stream_name STRING, track_number BIGINT, track_name STRING, track_type STRING,"
                        + " codec_id STRING, codec_private BYTES, width INT, height INT,"
                        + " sampling_rate DOUBLE, channels INT, frame_index INT");

        assertThat(
                        TableJobs.lines(
                                batch(),
                                "SELECT DISTINCT stream_name, track_number, track_name, track_type,"
                                        + " codec_id, CAST(codec_private AS STRING) IS NULL, width,"
                                        + " height, sampling_rate, channels FROM frames WHERE"
                                        + " stream_name = 'cam-1'"))
                .containsExactlyInAnyOrder(
                        "+I[cam-1, 1, video, VIDEO, V_MPEG4/ISO/AVC, false, 640, 360, null, null]",
                        "+I[cam-1, 2, audio, AUDIO, A_AAC, false, null, null, 48000.0, 1]",
                        "+I[cam-1, 3, text, SUBTITLE, S_TEXT/UTF8, false, null, null, null, null]");
        assertThat(
                        TableJobs.collect(
                                sql, "SELECT codec_private FROM frames WHERE track_number = 2"))
                .hasSize(2 * 30 * 10)
                .containsOnly(Row.of((Object) new byte[] {0x11, (byte) 0x88}));
    }

    @Test
    void readsPayloadsByAFormat() throws Exception {
        create(
                "celsius DOUBLE, stream_name STRING, door STRING, frame_time TIMESTAMP_LTZ(3)"
                        + " METADATA",
                "format",
                "json",
                "frame.tracks",
                "text");

        assertSameInAnyOrder(
                TableJobs.lines(sql, "SELECT * FROM frames"),
                Stream.of(CAMERAS)
                        .flatMap(
                                camera ->
                                        IntStream.range(0, TELEMETRY)
                                                .mapToObj(i -> telemetryRow(camera, i)))
                        .toList());
        assertThat(
                        TableJobs.lines(
                                batch(),
                                "SELECT door, SUM(celsius) FROM frames WHERE stream_name = 'cam-2'"
                                        + " GROUP BY door"))
                .containsExactlyInAnyOrder("+I[d0, 580.0]", "+I[d1, 600.0]", "+I[d2, 620.0]");
    }

    private static String telemetryRow(String camera, int place) {
        return "+I["
                + place
                + ".5, "
                + camera
                + ", d"
                + place % 3
                + ", "
                + START.plusSeconds(place)
                + "]";
    }

    @Test
    void leavesToTheFormatWhatItIsToldTo() throws Exception {
        create(
                "frame_index STRING, door STRING, i INT METADATA FROM 'frame_index'",
                "format",
                "json",
                "format.columns",
                "frame_index",
                "frame.tracks",
                "text");

        assertThat(TableJobs.lines(sql, "SELECT frame_index, door FROM frames WHERE door = 'd2'"))
                .hasSize(2 * TELEMETRY / 3)
                .containsOnly("+I[null, d2]");
    }

    @Test
    void countsWhatAFormatMakesOfPayloadsAndNotPayloads() throws Exception {
        create(
                "door STRING, frame_index INT",
                "format",
                "json",
                "json.ignore-parse-errors",
                "true");

        assertThat(TableJobs.lines(batch(), "SELECT COUNT(frame_index) FROM frames"))
                .containsExactly("+I[" + 2 * TELEMETRY + "]");
    }

    @Test
    void failsWithTheFrameThatAFormatCantRead() {
        create("door STRING", "format", "json", "stream.names", "cam-1");

        assertThat(JobFailure.causes(() -> TableJobs.lines(sql, "SELECT * FROM frames")))
                .anySatisfy(
                        cause ->
                                assertThat(cause)
                                        .hasMessageContainingAll(
                                                "Stream 'cam-1', fragment ",
                                                ": frame 0 could not be deserialized: "));
    }

    @Test
    void listsFragmentsWithoutTheirMedia() throws Exception {
        archive.requests().clear();
        create(
                "stream_name STRING, stream_arn STRING METADATA, fragment_number STRING,"
                        + " producer_time TIMESTAMP_LTZ(3), server_time TIMESTAMP_LTZ(3),"
                        + " fragment_size BIGINT, fragment_duration_ms BIGINT",
                "scan.records",
                "fragments");

        List<Row> truth = new ArrayList<>();
        for (String camera : CAMERAS) {
            archive.fragments(camera)
                    .map(
                            fragment ->
                                    Row.of(
                                            camera,
                                            fragment.fragmentNumber(),
                                            fragment.producerTimestamp(),
                                            fragment.serverTimestamp(),
                                            fragment.size(),
                                            fragment.duration().toMillis(),
                                            archive.streamArn(camera)))
                    .forEach(truth::add);
        }
        assertSameInAnyOrder(
                TableJobs.collect(
                        sql,
                        "SELECT stream_name, fragment_number, producer_time, server_time,"
                                + " fragment_size, fragment_duration_ms, stream_arn FROM"
                                + " frames"),
                truth);
        assertThat(
                        TableJobs.lines(
                                batch(),
                                "SELECT COUNT(fragment_number) FROM frames WHERE producer_time >="
                                        + " TIMESTAMP '2026-01-01 00:00:40' AND stream_name ="
                                        + " 'cam-2'"))
                .containsExactly("+I[10]");
        assertThat(archive.requests().count("GetMediaForFragmentList")).isZero();
    }

    @Test
    void findsHoles() throws Exception {
        archive.addGeneratedStream(
                GeneratedStream.builder("gappy")
                        .setStart(START)
                        .setFragmentDuration(Duration.ofSeconds(2))
                        .setFragmentCount(30)
                        .setGap(10, Duration.ofMinutes(1))
                        .setTracks(GeneratedTrack.video(5, 0, 300))
                        .build());
        create(
                "stream_name STRING, producer_time TIMESTAMP_LTZ(3), fragment_duration_ms BIGINT,"
                        + " WATERMARK FOR producer_time AS SOURCE_WATERMARK()",
                "scan.records",
                "fragments",
                "stream.names",
                "gappy");

        assertThat(
                        TableJobs.lines(
                                sql,
                                "SELECT * FROM (SELECT producer_time, TIMESTAMPDIFF(SECOND,"
                                    + " LAG(producer_time) OVER (PARTITION BY stream_name ORDER BY"
                                    + " producer_time), producer_time) AS seconds FROM frames)"
                                    + " WHERE seconds > 2"))
                .containsExactly("+I[2026-01-01T00:01:20Z, 62]", "+I[2026-01-01T00:02:40Z, 62]");
    }

    @Test
    void readsTheRangeAndTheFragmentsOfTheOptions() throws Exception {
        create(
                "stream_name STRING, fragment_number STRING, frame_index INT, key_frame BOOLEAN,"
                        + " track_number BIGINT",
                "stream.names",
                "cam-1",
                "scan.start.timestamp",
                "2026-01-01 01:00:20+01:00",
                "scan.end.timestamp",
                "2026-01-01T00:00:40Z",
                "frame.key-frames-only",
                "true",
                "frame.tracks",
                "video",
                "read.order",
                "ordered",
                "scan.parallelism",
                "3");

        assertThat(TableJobs.lines(sql, "SELECT fragment_number, frame_index FROM frames"))
                .containsExactlyElementsOf(
                        archive.fragments("cam-1")
                                .skip(10)
                                .limit(11)
                                .map(fragment -> "+I[" + fragment.fragmentNumber() + ", 0]")
                                .toList());
        assertThat(
                        sql.explainSql(
                                "SELECT frame_index FROM frames",
                                ExplainDetail.JSON_EXECUTION_PLAN))
                .contains("\"parallelism\" : 3");
    }

    private static List<Row> frames() {
        List<Row> rows = new ArrayList<>();
        for (String camera : CAMERAS) {
            List<StoredFragment> fragments = archive.fragments(camera).toList();
            for (int i = 0; i < fragments.size(); i++) {
                rows.addAll(frames(camera, fragments.get(i), i));
            }
        }
        return rows;
    }

    private static List<Row> frames(String camera, StoredFragment fragment, int place) {
        List<Row> rows = new ArrayList<>();
        List<GeneratedFrame> frames = archive.generatedFrames(camera, fragment.fragmentNumber());
        for (int i = 0; i < frames.size(); i++) {
            GeneratedFrame frame = frames.get(i);
            rows.add(
                    Row.of(
                            frame.payload(),
                            camera,
                            archive.streamArn(camera),
                            fragment.fragmentNumber(),
                            fragment.producerTimestamp(),
                            fragment.serverTimestamp(),
                            fragment.size(),
                            fragment.duration().toMillis(),
                            Map.of("place", Integer.toString(place)),
                            fragment.producerTimestamp().plus(frame.offset()),
                            i,
                            frame.payload().length,
                            frame.isKeyFrame(),
                            (long) frame.track()));
        }
        return rows;
    }

    /** The same table, in an environment where aggregates come once. */
    private TableEnvironment batch() {
        TableEnvironment batch = TableJobs.batch();
        batch.executeSql(declaration);
        return batch;
    }

    private void create(String columns, String... options) {
        List<String> all = new ArrayList<>(List.of("stream.names", String.join(";", CAMERAS)));
        all.addAll(List.of(options));
        declaration = TableJobs.declaration(archive, "frames", columns, all.toArray(String[]::new));
        sql.executeSql(declaration);
    }
}
