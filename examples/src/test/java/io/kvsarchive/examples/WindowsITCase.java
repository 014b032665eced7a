/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertFails;
import static io.kvsarchive.examples.Terminal.assertRuns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.StoredFragment;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AnyCredentials.class)
class WindowsITCase {

    private static final Instant START = Instant.parse("2026-03-01T08:00:03.210Z");
    private static final String[] STREAMS = {"dense", "gaps", "late", "long", "overlaps"};

    private static LocalKvsArchive archive;

    @TempDir private Path directory;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        // Several requests long, each of 100 fragments, so that readers are ahead of each other.
        add(stream("dense").setFragmentDuration(Duration.ofSeconds(1)).setFragmentCount(500));
        add(stream("gaps").setStart(START.minusSeconds(100)).setGap(7, Duration.ofMinutes(2)));
        add(stream("late").setStart(START.plusSeconds(200)).setFragmentCount(150));
        add(stream("long").setFragmentDuration(Duration.ofSeconds(20)).setFragmentCount(40));
        add(stream("overlaps").setFragmentDuration(Duration.ofSeconds(3)).setFragmentCount(120));
        // Recorded beside the former, and sent after it.
        add(
                stream("overlaps")
                        .setSeed(2)
                        .setStart(START.plusSeconds(101))
                        .setUploadDelay(Duration.ofMinutes(5))
                        .setFragmentCount(120));
    }

    private static void add(GeneratedStream.Builder stream) {
        archive.addGeneratedStream(stream.build());
    }

    private static GeneratedStream.Builder stream(String name) {
        return GeneratedStream.builder(name)
                .setStart(START)
                .setTracks(GeneratedTrack.video(5, 100, 2000), GeneratedTrack.text(1, 0, 40));
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "ordered"})
    void countsEachStreamByTenSeconds(String order) throws Exception {
        Terminal terminal =
                assertRuns(windows("--stream-prefix", "", "--parallelism", "4", "--order", order));

        assertCounted(terminal, truth(STREAMS));
    }

    @Test
    void countsARange() throws Exception {
        Instant start = START.plusSeconds(20);
        Instant end = START.plusSeconds(30);

        Terminal terminal =
                assertRuns(
                        windows(
                                "--stream",
                                archive.streamArn("gaps"),
                                "--stream",
                                "dense",
                                "--start",
                                start.toString(),
                                "--end",
                                end.toString()));

        WindowTruth truth = new WindowTruth();
        for (String stream : List.of("dense", "gaps")) {
            addTo(
                    truth,
                    stream,
                    fragment ->
                            !fragment.producerTimestamp().isBefore(start)
                                    && !fragment.producerTimestamp().isAfter(end),
                    frame -> true);
        }
        assertCounted(terminal, truth);
    }

    /** What is received last may have been recorded first, so that windows close at the end. */
    @Test
    void countsARangeByServerTimestamps() throws Exception {
        List<StoredFragment> fragments = archive.fragments("overlaps").toList();
        Instant start = fragments.get(100).serverTimestamp();
        Instant end = fragments.get(140).serverTimestamp();

        Terminal terminal =
                assertRuns(
                        windows(
                                "--stream",
                                "overlaps",
                                "--selector",
                                "server",
                                "--start",
                                start.toString(),
                                "--end",
                                end.toString()));

        WindowTruth truth = new WindowTruth();
        addTo(
                truth,
                "overlaps",
                fragment ->
                        !fragment.serverTimestamp().isBefore(start)
                                && !fragment.serverTimestamp().isAfter(end),
                frame -> true);
        assertCounted(terminal, truth);
    }

    @Test
    void countsOneFragmentInSoMuchTime() throws Exception {
        Terminal terminal = assertRuns(windows("--stream", "dense", "--every", "7s"));

        List<Long> stretches = new ArrayList<>();
        WindowTruth truth = new WindowTruth();
        addTo(
                truth,
                "dense",
                fragment -> {
                    long stretch = fragment.producerTimestamp().getEpochSecond() / 7;
                    boolean isFirst = !stretches.contains(stretch);
                    stretches.add(stretch);
                    return isFirst;
                },
                frame -> true);
        assertCounted(terminal, truth);
    }

    @Test
    void countsKeyFramesOfATrackOnly() throws Exception {
        Terminal terminal =
                assertRuns(
                        windows(
                                "--stream",
                                "dense",
                                "--stream",
                                "long",
                                "--tracks",
                                "video",
                                "--key-frames-only",
                                "--checkpoint-interval",
                                "100 ms"));

        WindowTruth truth = new WindowTruth();
        for (String stream : List.of("dense", "long")) {
            addTo(
                    truth,
                    stream,
                    fragment -> true,
                    frame -> frame.track() == 1 && frame.isKeyFrame());
        }
        assertCounted(terminal, truth);
    }

    @Test
    void goesOnWithoutABrokenStreamIfItIsTold() throws Exception {
        Terminal terminal =
                assertRuns(
                        windows(
                                "--stream",
                                "nowhere",
                                "--stream",
                                "late",
                                "--on-broken-stream",
                                "skip"));

        assertCounted(terminal, truth("late"));
        assertThat(terminal.output())
                .anyMatch(line -> line.startsWith("Left out: GetDataEndpoint for"));
    }

    @Test
    @Timeout(120)
    void countsTheSampleCamerasWithoutArguments() throws Exception {
        List<String> said;
        try (ExampleProcess process = new ExampleProcess(directory.resolve("work"), "windows")) {
            said = process.readToItsEnd();
            assertThat(process.exitCode()).isZero();
        }

        WindowTruth truth = new WindowTruth();
        try (LocalKvsArchive samples = LocalKvsArchive.start()) {
            SampleArchive.addTo(samples);
            for (String stream : samples.streamNames()) {
                addCatalogTo(truth, samples, stream);
            }
        }
        assertThat(Lines.of(directory.resolve("work").resolve("windows")))
                .containsExactlyInAnyOrderElementsOf(truth.lines());
        assertThat(said)
                .contains("Reading front-door, parking-lot ...")
                .contains("Counted 10 windows of 10 s; 0 frames came late.");
        assertThat(said.get(said.size() - 1))
                .isEqualTo(
                        "The same for your own streams: ./run-example windows --stream NAME"
                                + " --region REGION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output_get_media.mkv",
                "output_get_media_sparse_fragments_merged.mkv",
                "test_mixed_tags.mkv",
                "empty-mkv-with-tags.mkv"
            })
    void agreesWithTheCatalogOfRecordedBodies(String name) throws Exception {
        Path body = RecordedBodies.named(name);
        WindowTruth truth = new WindowTruth();
        try (LocalKvsArchive recorded = LocalKvsArchive.start()) {
            recorded.addRecordedBody("recorded", body);
            addCatalogTo(truth, recorded, "recorded");

            assertCounted(
                    assertRuns(command(recorded.endpoint().toString(), "--stream", "recorded")),
                    truth);
        }
    }

    @Test
    void saysInOneLineThatAnEndpointDoesNotAnswer() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        assertFails(
                1,
                "Connection refused",
                command("http://127.0.0.1:" + closedPort, "--stream", "dense"));
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        assertFails(2, "Missing required option: '--stream=NAME'", windows());
        assertFails(2, "'yesterday' is not an ISO-8601", windows("--end", "yesterday"));
        assertFails(
                2, "Unknown options: '--size', '1h'", windows("--stream", "dense", "--size", "1h"));
        assertFails(
                1,
                "stream 'nowhere' failed: ResourceNotFoundException",
                windows("--stream", "nowhere"));
        assertFails(1, "begins with 'garden'", windows("--stream-prefix", "garden"));
        Files.createDirectories(output());
        Files.writeString(output().resolve("other"), "other");
        assertFails(1, "is not empty", windows("--stream", "dense"));
    }

    private void assertCounted(Terminal terminal, WindowTruth truth) throws IOException {
        assertThat(Lines.of(output())).containsExactlyInAnyOrderElementsOf(truth.lines());
        assertThat(terminal.output())
                .anyMatch(line -> line.startsWith(format("Read %,d frames of ", truth.frames())))
                .contains(
                        format(
                                "Counted %,d windows of 10 s; 0 frames came late.",
                                truth.lines().size()));
    }

    private static String format(String text, long count) {
        return String.format(Locale.ROOT, text, count);
    }

    private static WindowTruth truth(String... streams) {
        WindowTruth truth = new WindowTruth();
        for (String stream : streams) {
            addTo(truth, stream, fragment -> true, frame -> true);
        }
        return truth;
    }

    private static void addTo(
            WindowTruth truth,
            String stream,
            Predicate<StoredFragment> fragments,
            Predicate<GeneratedFrame> frames) {
        archive.fragments(stream)
                .filter(fragments)
                .forEach(
                        fragment ->
                                archive.generatedFrames(stream, fragment.fragmentNumber()).stream()
                                        .filter(frames)
                                        .forEach(
                                                frame ->
                                                        truth.add(
                                                                stream,
                                                                fragment.producerTimestamp()
                                                                        .plus(frame.offset()),
                                                                frame.isKeyFrame(),
                                                                frame.payload().length)));
    }

    private void addCatalogTo(WindowTruth truth, LocalKvsArchive ofStream, String stream)
            throws IOException {
        for (JsonNode line :
                Catalog.make(ofStream, stream, directory.resolve("catalog-" + stream))) {
            truth.add(
                    stream,
                    Instant.parse(line.get("timestamp").asText()),
                    line.get("key_frame").asBoolean(),
                    line.get("size").asInt());
        }
    }

    private Path output() {
        return directory.resolve("output");
    }

    private String[] windows(String... arguments) {
        return command(archive.endpoint().toString(), arguments);
    }

    private String[] command(String endpoint, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "windows",
                                "--region",
                                archive.region(),
                                "--endpoint",
                                endpoint,
                                "--output",
                                output().toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
