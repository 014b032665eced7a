/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

import static io.kvsarchive.gateway.Cameras.GATE;
import static io.kvsarchive.gateway.Cameras.YARD;
import static io.kvsarchive.gateway.Cameras.sqlTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.gateway.Cameras.Frame;
import io.kvsarchive.local.StoredFragment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What analysts do with archived video, in a SQL Gateway and a cluster that have the SQL jar and
 * nothing else of the connector. Results are compared with what the archive was told to hold.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class SqlGatewayTests {

    private static final String FRAMES =
            "frame_time TIMESTAMP_LTZ(3) METADATA, stream_name STRING METADATA, fragment_number"
                    + " STRING METADATA, frame_index INT METADATA, frame_size INT METADATA,"
                    + " key_frame BOOLEAN METADATA, WATERMARK FOR frame_time AS"
                    + " SOURCE_WATERMARK()";
    private static final String FRAGMENTS =
            "stream_name STRING METADATA, producer_time TIMESTAMP_LTZ(3) METADATA,"
                    + " fragment_duration_ms BIGINT METADATA, fragment_size BIGINT METADATA,"
                    + " WATERMARK FOR producer_time AS SOURCE_WATERMARK()";

    private final FlinkVersion flink;
    private final boolean isInLib;

    private Cameras cameras;
    private SqlGateway gateway;
    private SqlSession session;

    /**
     * Tests a version.
     *
     * @param isInLib whether the jar lies in Flink's lib folder, or each session adds it
     */
    SqlGatewayTests(FlinkVersion flink, boolean isInLib) {
        this.flink = flink;
        this.isInLib = isInLib;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        cameras = new Cameras();
        List<Path> classPath = new ArrayList<>(flink.lib());
        assertThat(classPath)
                .extracting(jar -> jar.getFileName().toString())
                .contains("flink-sql-gateway-" + flink.number() + ".0.jar")
                .noneMatch(jar -> jar.contains("kvs") || jar.contains("kinesis"));
        if (isInLib) {
            classPath.add(FlinkVersion.sqlJar());
        }
        gateway = new SqlGateway(classPath, folder, "flink-" + flink.number());
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        cameras.close();
    }

    @BeforeEach
    void open() throws Exception {
        cameras.archive().requests().clear();
        session = new SqlSession(gateway.uri());
        if (!isInLib) {
            session.execute("ADD JAR '" + FlinkVersion.sqlJar() + "'");
        }
        session.execute("SET 'table.local-time-zone' = 'UTC'");
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void readsEveryFrameInBatch() throws Exception {
        inBatch();
        create(
                "frames",
                "payload BYTES, tags MAP<STRING, STRING> METADATA, " + FRAMES,
                GATE,
                "'format' = 'raw'");

        List<List<String>> rows =
                session.execute(
                        "SELECT fragment_number, frame_index, key_frame, CAST(frame_time AS"
                                + " STRING), tags['place'], payload FROM frames");

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        expected(
                                cameras.frames(GATE),
                                frame ->
                                        List.of(
                                                frame.fragment().fragmentNumber(),
                                                frame.index(),
                                                sqlBoolean(frame.generated().isKeyFrame()),
                                                sqlTime(frame.time()),
                                                cameras.placeOf(frame.fragment()),
                                                sqlBytes(frame.generated().payload()))));
    }

    /** An unbounded table has windows only if its watermark passes them. */
    @Test
    void countsByWindowsOfTheSourcesWatermarkInStreaming() throws Exception {
        create("frames", FRAMES, GATE + ";" + YARD, "'scan.bounded' = 'false'");
        Map<List<String>, int[]> windows = new HashMap<>();
        for (String camera : List.of(GATE, YARD)) {
            cameras.frames(camera).forEach(frame -> count(windows, camera, frame));
        }

        List<List<String>> rows =
                session.executeUntil(
                        windows.size(),
                        "SELECT stream_name, CAST(window_start AS STRING), COUNT(*), COUNT(*)"
                                + " FILTER (WHERE key_frame), SUM(frame_size) FROM TABLE(TUMBLE("
                                + "TABLE frames, DESCRIPTOR(frame_time), INTERVAL '10' SECOND))"
                                + " GROUP BY stream_name, window_start, window_end");

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        expected(
                                windows.entrySet().stream(),
                                window ->
                                        Stream.concat(
                                                        window.getKey().stream(),
                                                        Arrays.stream(window.getValue()).boxed())
                                                .toList()));
    }

    private static void count(Map<List<String>, int[]> windows, String camera, Frame frame) {
        long second = frame.time().getEpochSecond();
        Instant start = Instant.ofEpochSecond(second - second % 10);
        int[] counts = windows.computeIfAbsent(List.of(camera, sqlTime(start)), key -> new int[3]);
        counts[0]++;
        counts[1] += frame.generated().isKeyFrame() ? 1 : 0;
        counts[2] += frame.size();
    }

    @Test
    void joinsTwoCamerasByTimeInStreaming() throws Exception {
        create("gate", FRAMES, GATE, "'frame.tracks' = 'video'");
        create("yard", FRAMES, YARD);

        List<List<String>> rows =
                session.execute(
                        "SELECT gate.fragment_number, gate.frame_index, yard.fragment_number,"
                                + " yard.frame_index FROM gate JOIN yard ON yard.frame_time BETWEEN"
                                + " gate.frame_time AND gate.frame_time + INTERVAL '0.3' SECOND");

        List<Frame> ofYard = cameras.frames(YARD).toList();
        assertThat(rows)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        cameras.frames(GATE)
                                .filter(Frame::isVideo)
                                .flatMap(
                                        gate ->
                                                expected(
                                                        ofYard.stream()
                                                                .filter(
                                                                        yard ->
                                                                                isSoonAfter(
                                                                                        gate,
                                                                                        yard)),
                                                        yard ->
                                                                List.of(
                                                                        gate.fragment()
                                                                                .fragmentNumber(),
                                                                        gate.index(),
                                                                        yard.fragment()
                                                                                .fragmentNumber(),
                                                                        yard.index()))
                                                        .stream())
                                .toList());
    }

    private static boolean isSoonAfter(Frame gate, Frame yard) {
        Duration later = Duration.between(gate.time(), yard.time());
        return !later.isNegative() && later.compareTo(Duration.ofMillis(300)) <= 0;
    }

    @Test
    void findsGapsOfTheListingWithLagInBatch() throws Exception {
        inBatch();
        create("fragments", FRAGMENTS, GATE + ";" + YARD, "'scan.records' = 'fragments'");

        // LAG takes no TIMESTAMP_LTZ.
        List<List<String>> rows =
                session.execute(
                        "SELECT stream_name, CAST(previous AS STRING), CAST(began AS STRING),"
                                + " TIMESTAMPDIFF(SECOND, previous, began) FROM (SELECT"
                                + " stream_name, began, LAG(began) OVER (PARTITION BY stream_name"
                                + " ORDER BY began) AS previous FROM (SELECT stream_name,"
                                + " CAST(producer_time AS TIMESTAMP(3)) AS began FROM fragments))"
                                + " WHERE began > previous + INTERVAL '3' SECOND");

        assertThat(rows)
                .hasSize(2)
                .containsExactlyInAnyOrderElementsOf(
                        gaps((before, after) -> List.of(GATE, before, after, "62")));
        assertThat(cameras.archive().requests().count("GetMediaForFragmentList")).isZero();
    }

    @Test
    void findsGapsOfTheListingWithMatchRecognizeInStreaming() throws Exception {
        create("fragments", FRAGMENTS, GATE + ";" + YARD, "'scan.records' = 'fragments'");

        List<List<String>> rows =
                session.execute(
                        "SELECT stream_name, CAST(before_it AS STRING), CAST(after_it AS STRING)"
                                + " FROM fragments MATCH_RECOGNIZE (PARTITION BY stream_name ORDER"
                                + " BY producer_time MEASURES A.producer_time AS before_it,"
                                + " B.producer_time AS after_it ONE ROW PER MATCH AFTER MATCH SKIP"
                                + " TO LAST B PATTERN (A B) DEFINE B AS B.producer_time >"
                                + " A.producer_time + INTERVAL '3' SECOND)");

        assertThat(rows)
                .hasSize(2)
                .containsExactlyInAnyOrderElementsOf(
                        gaps((before, after) -> List.of(GATE, before, after)));
        assertThat(cameras.archive().requests().count("GetMediaForFragmentList")).isZero();
    }

    private List<List<String>> gaps(BiFunction<String, String, List<String>> row) {
        List<Instant> starts =
                cameras.fragments(GATE).map(StoredFragment::producerTimestamp).toList();
        return IntStream.range(1, starts.size())
                .filter(i -> Duration.between(starts.get(i - 1), starts.get(i)).toSeconds() > 3)
                .mapToObj(i -> row.apply(sqlTime(starts.get(i - 1)), sqlTime(starts.get(i))))
                .toList();
    }

    @Test
    void readsTelemetryNextToVideo() throws Exception {
        inBatch();
        create(
                "telemetry",
                "celsius DOUBLE, door STRING, " + FRAMES,
                GATE,
                "'format' = 'json'",
                "'frame.tracks' = 'text'");
        create("video", FRAMES, GATE, "'frame.tracks' = 'video'");

        List<List<String>> rows =
                session.execute(
                        "SELECT door, celsius, COUNT(*), SUM(video.frame_size) FROM telemetry JOIN"
                                + " video ON video.frame_time >= telemetry.frame_time AND"
                                + " video.frame_time < telemetry.frame_time + INTERVAL '1' SECOND"
                                + " GROUP BY door, celsius");

        List<Frame> video = cameras.frames(GATE).filter(Frame::isVideo).toList();
        List<Frame> telemetry = cameras.frames(GATE).filter(frame -> !frame.isVideo()).toList();
        assertThat(rows)
                .hasSize(120)
                .containsExactlyInAnyOrderElementsOf(
                        expected(
                                IntStream.range(0, telemetry.size()).boxed(),
                                i -> besideTelemetry(i, telemetry.get(i), video)));
    }

    private static List<?> besideTelemetry(int place, Frame telemetry, List<Frame> video) {
        List<Frame> beside =
                video.stream()
                        .filter(
                                frame ->
                                        !frame.time().isBefore(telemetry.time())
                                                && frame.time()
                                                        .isBefore(telemetry.time().plusSeconds(1)))
                        .toList();
        return List.of(
                "door " + place,
                place + ".5",
                beside.size(),
                beside.stream().mapToInt(Frame::size).sum());
    }

    @Test
    void saysWhichOptionIsWrong() throws Exception {
        create("frames", FRAMES, GATE, "'scan.start.timestamp' = 'yesterday'");

        assertThatThrownBy(() -> session.execute("SELECT * FROM frames"))
                .hasMessageContaining("Option 'scan.start.timestamp' is 'yesterday'; it must be");
    }

    private void inBatch() throws Exception {
        session.execute("SET 'execution.runtime-mode' = 'batch'");
    }

    private void create(String table, String columns, String streams, String... options)
            throws Exception {
        session.execute(
                "CREATE TABLE "
                        + table
                        + " ("
                        + columns
                        + ") WITH ('connector' = 'kvs-archive', 'stream.names' = '"
                        + streams
                        + "', 'aws.region' = '"
                        + cameras.archive().region()
                        + "', 'aws.endpoint' = '"
                        + cameras.archive().endpoint()
                        + "', 'aws.credentials.provider.basic.accesskeyid' = 'any',"
                        + " 'aws.credentials.provider.basic.secretkey' = 'any'"
                        + Stream.of(options).map(", "::concat).collect(Collectors.joining())
                        + ")");
    }

    /** Rows as the gateway shows them. */
    private static <T> List<List<String>> expected(Stream<T> truth, Function<T, List<?>> row) {
        return truth.map(row)
                .map(fields -> fields.stream().map(Object::toString).toList())
                .toList();
    }

    private static String sqlBoolean(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    private static String sqlBytes(byte[] bytes) {
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
}
