/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertFails;
import static io.kvsarchive.examples.Terminal.assertRuns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.StoredFragment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AnyCredentials.class)
@Timeout(120)
class SqlITCase {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final String GAPS = Path.of("sql", "gaps.sql").toString();
    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private static LocalKvsArchive archive;

    @TempDir private Path directory;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("gate")
                        .setStart(START)
                        .setFragmentCount(50)
                        .setGap(20, Duration.ofHours(1))
                        .setTracks(GeneratedTrack.video(5, 100, 2000))
                        .build());
        archive.addGeneratedStream(
                GeneratedStream.builder("yard")
                        .setStart(START)
                        .setFragmentCount(10)
                        .setTracks(GeneratedTrack.video(5, 100, 2000))
                        .build());
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @BeforeEach
    void forgetRequests() {
        archive.requests().clear();
    }

    @Test
    void runsTheScriptsOnTheSampleCamerasWithoutArguments() throws Exception {
        List<String> said;
        try (ExampleProcess process = new ExampleProcess(directory.resolve("work"), "sql")) {
            said = process.readToItsEnd();
            assertThat(process.exitCode()).isZero();
        }

        try (LocalKvsArchive samples = LocalKvsArchive.start()) {
            SampleArchive.addTo(samples);
            List<JsonNode> frames = new ArrayList<>();
            for (String stream : samples.streamNames()) {
                frames.addAll(Catalog.make(samples, stream, directory.resolve(stream)));
            }
            assertThat(rows(said, "-- What is stored of each camera"))
                    .containsExactly(
                            storedRow(samples, "front-door"), storedRow(samples, "parking-lot"));
            assertThat(rows(said, "-- Where more than a second is missing")).isEmpty();
            assertThat(rows(said, "-- Ten seconds after the other"))
                    .containsExactlyInAnyOrderElementsOf(activity(frames));
            assertThat(rows(said, "-- What changes before each pair"))
                    .containsExactlyInAnyOrderElementsOf(movements(frames));
        }
        assertThat(said.get(said.size() - 1))
                .isEqualTo(
                        "The same for your own streams: ./run-example sql --stream NAME --region"
                                + " REGION");
    }

    private static List<List<String>> activity(List<JsonNode> frames) {
        Map<List<String>, long[]> windows = new TreeMap<>(SqlITCase::compare);
        for (JsonNode frame : frames) {
            long[] totals =
                    windows.computeIfAbsent(
                            List.of(
                                    "+I",
                                    windowOf(frame, 10),
                                    frame.get("stream").asText(),
                                    isVideo(frame) ? "VIDEO" : "AUDIO"),
                            key -> new long[3]);
            totals[0]++;
            totals[1] += frame.get("key_frame").asBoolean() ? 1 : 0;
            totals[2] += frame.get("size").asLong();
        }
        return windows.entrySet().stream()
                .map(
                        window ->
                                Stream.concat(
                                                window.getKey().stream(),
                                                Arrays.stream(window.getValue())
                                                        .mapToObj(Long::toString))
                                        .toList())
                .toList();
    }

    private static List<List<String>> movements(List<JsonNode> frames) {
        Map<String, Map<String, Long>> windows = new TreeMap<>();
        frames.stream()
                .filter(frame -> isVideo(frame) && !frame.get("key_frame").asBoolean())
                .forEach(
                        frame ->
                                windows.computeIfAbsent(windowOf(frame, 4), key -> new TreeMap<>())
                                        .merge(
                                                frame.get("stream").asText(),
                                                frame.get("size").asLong(),
                                                Long::sum));
        return windows.entrySet().stream()
                .filter(window -> window.getValue().size() == 2)
                .map(
                        window ->
                                List.of(
                                        "+I",
                                        window.getKey(),
                                        "front-door",
                                        window.getValue().get("front-door").toString(),
                                        "parking-lot",
                                        window.getValue().get("parking-lot").toString()))
                .toList();
    }

    private static int compare(List<String> left, List<String> right) {
        return left.toString().compareTo(right.toString());
    }

    private static boolean isVideo(JsonNode frame) {
        return frame.get("codec_id").asText().startsWith("V_");
    }

    private static String windowOf(JsonNode frame, int seconds) {
        long second = Instant.parse(frame.get("timestamp").asText()).getEpochSecond();
        return SQL_TIME.format(Instant.ofEpochSecond(second - second % seconds));
    }

    @Test
    void runsAScriptOnOtherStreams() {
        Terminal terminal = assertRuns(sql(GAPS, "--stream", "gate"));

        assertThat(rows(terminal.output(), "-- What is stored of each camera"))
                .containsExactly(storedRow(archive, "gate"));
        assertThat(rows(terminal.output(), "-- Where more than a second is missing"))
                .hasSize(2)
                .containsExactlyElementsOf(gaps());
        assertThat(archive.requests().count("GetMediaForFragmentList")).isZero();
        assertThat(archive.requests().count("ListFragments", "yard")).isZero();
    }

    @Test
    void runsAScriptOnAPrefixAndARange() {
        Terminal terminal =
                assertRuns(
                        sql(
                                GAPS,
                                "--stream-prefix",
                                "ya",
                                "--start",
                                START.plusSeconds(4).toString(),
                                "--end",
                                START.plusSeconds(9).toString()));

        List<StoredFragment> read = archive.fragments("yard").skip(2).limit(3).toList();
        assertThat(rows(terminal.output(), "-- What is stored of each camera"))
                .containsExactly(storedRow("yard", read));
    }

    private static List<List<String>> gaps() {
        List<StoredFragment> fragments = archive.fragments("gate").toList();
        return IntStream.range(1, fragments.size())
                .filter(i -> gapBefore(fragments, i).toSeconds() > 1)
                .mapToObj(
                        i ->
                                List.of(
                                        "gate",
                                        SQL_TIME.format(endOf(fragments.get(i - 1))),
                                        SQL_TIME.format(fragments.get(i).producerTimestamp()),
                                        Long.toString(gapBefore(fragments, i).toSeconds())))
                .toList();
    }

    private static Duration gapBefore(List<StoredFragment> fragments, int place) {
        return Duration.between(
                endOf(fragments.get(place - 1)), fragments.get(place).producerTimestamp());
    }

    private static List<String> storedRow(LocalKvsArchive of, String stream) {
        return storedRow(stream, of.fragments(stream).toList());
    }

    private static List<String> storedRow(String stream, List<StoredFragment> fragments) {
        return List.of(
                stream,
                Integer.toString(fragments.size()),
                SQL_TIME.format(fragments.get(0).producerTimestamp()),
                SQL_TIME.format(endOf(fragments.get(fragments.size() - 1))),
                Long.toString(fragments.stream().mapToLong(StoredFragment::size).sum()));
    }

    private static Instant endOf(StoredFragment fragment) {
        return fragment.producerTimestamp().plus(fragment.duration());
    }

    /** A quoted semicolon, one in a comment, those of a statement set, and no last one. */
    @Test
    void runsStatementsAsFlinkCutsThem() throws IOException {
        Path script =
                script(
                        "SET 'execution.runtime-mode' = 'batch';",
                        "-- first; of all",
                        "SELECT 'a;b' AS `c;d` /* not; the end */;",
                        tableOf("gate"),
                        tableOf("yard"),
                        "CREATE TABLE nowhere (stream_name STRING) WITH ('connector' ="
                                + " 'blackhole');",
                        "EXECUTE STATEMENT SET BEGIN",
                        "  INSERT INTO nowhere SELECT stream_name FROM gate;",
                        "  INSERT INTO nowhere SELECT stream_name FROM yard;",
                        "END;",
                        "SHOW TABLES;",
                        "EXPLAIN SELECT stream_name FROM gate // to see; what is read");

        List<String> said =
                assertRuns("sql", "--file", script.toString(), "--region", archive.region())
                        .output();

        assertThat(rows(said, "-- first; of all")).containsExactly(List.of("a;b"));
        assertThat(rows(said, "SHOW TABLES;"))
                .containsExactly(List.of("gate"), List.of("nowhere"), List.of("yard"));
        assertThat(said).anyMatch(line -> line.contains("TableSourceScan(table=[["));
        assertThat(archive.requests().count("ListFragments", "gate")).isPositive();
        assertThat(archive.requests().count("ListFragments", "yard")).isPositive();
    }

    private static String tableOf(String stream) {
        return "CREATE TABLE %1$s (stream_name STRING) WITH ('connector' = 'kvs-archive',"
                        .formatted(stream)
                + " 'scan.records' = 'fragments', 'stream.names' = '%s', 'aws.endpoint' = '%s');"
                        .formatted(stream, archive.endpoint());
    }

    @Test
    void saysWhichStatementIsWrongAndWhy() throws IOException {
        Path script =
                script("-- fine", "SELECT 1;", "", "SELECT", "  nobody", "FROM (VALUES (1));");

        assertFails(
                1,
                script
                        + ", line 4, SELECT nobody FROM (VALUES (1));: SQL validation failed. From"
                        + " line 5, column 3 to line 5, column 8: Column 'nobody' not found in any"
                        + " table",
                "sql",
                "--file",
                script.toString());
    }

    @Test
    void saysWhatTheParserMet() throws IOException {
        Path script = script("SELECT 1 AS bytes;");

        assertFails(
                1,
                script
                        + ", line 1, SELECT 1 AS bytes;: Encountered \"bytes\" at line 1, column"
                        + " 13.",
                "sql",
                "--file",
                script.toString());
    }

    @Test
    void saysWhichOptionIsWrong() throws IOException {
        Path script =
                script(
                        "CREATE TABLE t (stream_name STRING) WITH ('connector' = 'kvs-archive',"
                                + " 'stream.names' = 'gate', 'scan.start.timestamp' = 'today');",
                        "SELECT * FROM t;");

        assertFails(
                1,
                ", line 2, SELECT * FROM t;: Option 'scan.start.timestamp' is 'today'; it must be a"
                        + " time",
                "sql",
                "--file",
                script.toString());
    }

    @Test
    void saysThatAStatementHasNoEnd() throws IOException {
        Path script = script("SELECT 1;", "EXECUTE STATEMENT SET BEGIN", "INSERT INTO a SELECT 1;");

        assertFails(
                1,
                ", line 2, EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;: ",
                "sql",
                "--file",
                script.toString());
    }

    @Test
    void saysThatTheModeComesTooLate() throws IOException {
        Path script = script("SHOW TABLES;", "SET 'execution.runtime-mode' = 'batch';");

        assertFails(
                1,
                "line 2, SET 'execution.runtime-mode' = 'batch';: 'execution.runtime-mode' has to"
                        + " be set before all statements but SET",
                "sql",
                "--file",
                script.toString());
    }

    @Test
    void saysWhatAJobFailsOf() throws IOException {
        Path script =
                script(
                        "CREATE TABLE t (stream_name STRING) WITH ('connector' = 'kvs-archive',"
                                + " 'stream.names' = 'nobody');",
                        "SELECT * FROM t;");

        assertFails(
                1,
                ", line 2, SELECT * FROM t;: DescribeStream of stream 'nobody' failed:",
                "sql",
                "--file",
                script.toString(),
                "--region",
                archive.region(),
                "--endpoint",
                archive.endpoint().toString());
    }

    @Test
    void saysThatThereIsNoFile() {
        assertFails(1, "There is no file 'nowhere.sql'", "sql", "--file", "nowhere.sql");
    }

    @Test
    void asksForAFileOrStreams() {
        assertFails(
                2,
                "Missing required option: '--file=FILE', '--stream=NAME' or"
                        + " '--stream-prefix=PREFIX'. See ./run-example sql --help",
                "sql",
                "--region",
                "us-west-2");
    }

    private Path script(String... lines) throws IOException {
        return Files.write(directory.resolve("test.sql"), List.of(lines));
    }

    private static String[] sql(String file, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "sql",
                                "--file",
                                file,
                                "--region",
                                archive.region(),
                                "--endpoint",
                                archive.endpoint().toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The rows of the table that follows a line. */
    private static List<List<String>> rows(List<String> said, String line) {
        int start =
                IntStream.range(0, said.size())
                        .filter(i -> said.get(i).startsWith(line))
                        .findFirst()
                        .orElseThrow();
        return said.stream()
                .skip(start)
                .takeWhile(text -> !text.endsWith(" in set") && !text.equals("Empty set"))
                .filter(text -> text.startsWith("|"))
                .skip(1)
                .map(text -> text.substring(1, text.length() - 1))
                .map(text -> Arrays.stream(text.split("\\|")).map(String::strip).toList())
                .toList();
    }
}
