/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertFails;
import static io.kvsarchive.examples.Terminal.assertRuns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.SampleArchive.Camera;
import io.kvsarchive.local.SampleArchive.Thing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample cameras saw what is known: see {@link SampleArchive}. */
@ExtendWith(AnyCredentials.class)
@Timeout(180)
class FindingsITCase {

    private static LocalKvsArchive archive;

    @TempDir private Path directory;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        SampleArchive.addTo(archive);
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @Test
    void findsWhatIsKnownToBeBeforeTheSampleCameras() throws Exception {
        List<String> said;
        try (ExampleProcess process = new ExampleProcess(directory.resolve("work"))) {
            said = process.readToItsEnd();
            assertThat(process.exitCode()).isZero();
        }

        Path report = onlyChildOf(directory.resolve("work").resolve("incidents"));
        assertIncidents(report, SampleArchive.cameras());
        assertThat(report.resolve("incidents.parquet")).isNotEmptyFile();
        assertThat(said)
                .contains("Listing front-door, parking-lot ...")
                .contains("Looking at 46 fragments ...")
                .anyMatch(line -> line.startsWith("Found 6 incidents in "))
                .anyMatch(line -> line.matches("  front-door +person +.*09:26:59.* +10\\.0 s"))
                .contains("Look at " + report.resolve("report.html").toRealPath().toUri());
        assertThat(said.get(said.size() - 1))
                .isEqualTo(
                        "The same for your own streams: ./run-example --stream NAME --region"
                                + " REGION");
    }

    @Test
    void looksAtOneStreamInARange() throws Exception {
        Camera camera = SampleArchive.FRONT_DOOR;
        Instant end = camera.start().plusSeconds(20);

        assertRuns(
                example("--stream", "front-door", "--end", end.toString(), "--parallelism", "3"));

        List<JsonNode> incidents = incidents(directory.resolve("out"));
        assertThat(incidents)
                .extracting(incident -> incident.get("label").asText())
                .containsExactly("person", "parcel");
        // The parcel is still there in the last fragment that begins in time.
        assertThat(Instant.parse(incidents.get(1).get("to").asText()))
                .isBetween(end.minusSeconds(1), end.plusSeconds(3));
    }

    @Test
    void writesAReportOfNothingWhereTheModelIsNeverSoSure() throws Exception {
        assertRuns(example("--stream", "parking-lot", "--least-score", "1"));

        Path report = directory.resolve("out");
        assertThat(incidents(report))
                .allSatisfy(
                        incident ->
                                assertThat(incident.get("label").asText()).isEqualTo("movement"));
        assertThat(report.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        Path text = Files.writeString(directory.resolve("text.onnx"), "no model");

        assertFails(
                1,
                "text.onnx is no ONNX model that onnxruntime can run",
                example("--stream", "front-door", "--model", text.toString()));
        assertFails(
                1,
                "missing.onnx can't be read",
                example("--stream", "front-door", "--model", "missing.onnx"));
        assertFails(
                1,
                "The labels missing.txt can't be read",
                example("--stream", "front-door", "--labels", "missing.txt"));
        assertFails(
                1,
                "The least score is 2.0, expected more than 0 and at most 1",
                example("--stream", "front-door", "--least-score", "2"));
        assertFails(
                1,
                "Expected more than 0 pictures per second",
                example("--stream", "front-door", "--pictures-per-second", "0"));
        assertFails(1, "stream 'garage'", example("--stream", "garage"));
        assertFails(
                2, "Missing required option: '--stream=NAME'", "--start", "2025-03-14T09:00:00Z");
        assertFails(2, "Unknown options: '--strem'", "--strem", "front-door");
    }

    private String[] example(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "--region",
                        archive.region(),
                        "--endpoint",
                        archive.endpoint().toString(),
                        "--output",
                        directory.resolve("out").toString()));
        return all.toArray(String[]::new);
    }

    private static void assertIncidents(Path report, List<Camera> cameras) throws IOException {
        List<JsonNode> incidents = incidents(report);
        List<String> known = new ArrayList<>();
        for (Camera camera : cameras) {
            for (Thing thing : camera.things()) {
                known.add(camera.stream() + " " + thing.kind());
                assertThat(incidents)
                        .as(thing.name())
                        .anySatisfy(incident -> assertIsOf(incident, camera, thing));
            }
        }
        assertThat(incidents)
                .extracting(
                        incident ->
                                incident.get("camera").asText()
                                        + " "
                                        + incident.get("label").asText())
                .containsExactlyInAnyOrderElementsOf(known);
        String page = Files.readString(report.resolve("report.html"));
        for (JsonNode incident : incidents) {
            BufferedImage picture =
                    ImageIO.read(report.resolve(incident.get("picture").asText()).toFile());
            assertThat(picture.getWidth()).isEqualTo(cameras.get(0).width());
            assertThat(picture.getHeight()).isEqualTo(cameras.get(0).height());
            assertThat(page).contains(incident.get("from").asText());
        }
    }

    private static void assertIsOf(JsonNode incident, Camera camera, Thing thing) {
        assertThat(incident.get("camera").asText()).isEqualTo(camera.stream());
        assertThat(incident.get("label").asText()).isEqualTo(thing.kind());
        assertThat(Instant.parse(incident.get("from").asText()))
                .isCloseTo(camera.start().plus(thing.enters()), within(1, ChronoUnit.SECONDS));
        assertThat(Instant.parse(incident.get("to").asText()))
                .isCloseTo(camera.start().plus(thing.leaves()), within(1, ChronoUnit.SECONDS));
        boolean moves = !thing.kind().equals("parcel");
        assertThat(incident.get("movement").asDouble()).isBetween(moves ? 0.2 : 0, 1.0);
    }

    private static List<JsonNode> incidents(Path report) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> incidents = new ArrayList<>();
        for (String line : Files.readAllLines(report.resolve("incidents.jsonl"))) {
            incidents.add(json.readTree(line));
        }
        return incidents;
    }

    private static Path onlyChildOf(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> all = children.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
