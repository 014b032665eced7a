/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.LocalKvsArchiveConfig;
import io.kvsarchive.local.StoredFragment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Follows a camera whose clock is this test's, in a process that is told to end. */
@ExtendWith(AnyCredentials.class)
class UnboundedCommandITCase {

    private static final Duration FRAGMENT = Duration.ofSeconds(2);
    private static final Duration UPLOAD_DELAY = Duration.ofMillis(250);

    /** In the future, so that the command's default start is before it. */
    private final Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);

    @TempDir private Path directory;
    private volatile Instant now = start;
    private LocalKvsArchive archive;
    private ExampleProcess process;

    @BeforeEach
    void startArchive() {
        archive =
                LocalKvsArchive.start(LocalKvsArchiveConfig.builder().setClock(() -> now).build());
        archive.addGeneratedStream(
                GeneratedStream.builder("gate")
                        .setStart(start)
                        .setFragmentDuration(FRAGMENT)
                        .setFragmentCount(1_000)
                        .setTracks(GeneratedTrack.video(5, 100, 2000))
                        .setUploadDelay(UPLOAD_DELAY)
                        .setVisibleAfter(Duration.ZERO)
                        .build());
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
        archive.close();
    }

    @Test
    @Timeout(120)
    void writesWhatComesWhileItRunsAndStopsInGoodOrder() throws Exception {
        letCome(3);
        follow("--stream", "gate", "--checkpoint-interval", "200 ms");
        assertThat(process.readLine()).startsWith("Following gate from ");
        awaitFragments(3);

        letCome(7);
        awaitFragments(7);

        process.interrupt();
        assertThat(process.readToItsEnd())
                .anyMatch(line -> line.startsWith("Stopped. Read 70 frames of 7 fragments, "))
                .anyMatch(line -> line.matches("\\d+ files in .*/output hold .* MB of lines; .*"));
        assertThat(framesOf(Catalog.lines(output()))).isEqualTo(truth(7));
    }

    @Test
    @Timeout(120)
    void saysInOneLineWhatIsWrong() {
        assertFails(2, "Missing required option: '--stream=NAME'", "unbounded");
        assertFails(2, "Unknown options: '--end'", "unbounded", "--stream", "gate", "--end", "x");
        assertFails(
                2,
                "'soon' is not a duration",
                "unbounded",
                "--stream",
                "gate",
                "--lateness",
                "soon");
        assertFails(
                1,
                "No stream that keeps fragments has a name that begins with 'yard'",
                "unbounded",
                "--stream-prefix",
                "yard",
                "--region",
                archive.region(),
                "--endpoint",
                archive.endpoint().toString(),
                "--output",
                output().toString());
    }

    /** Lets so many fragments be visible: the last of them began to arrive a while ago. */
    private void letCome(int fragments) {
        now = start.plus(FRAGMENT.multipliedBy(fragments)).plus(UPLOAD_DELAY);
    }

    /** The command tells every few seconds how far it is, which may be a second old. */
    private void awaitFragments(int fragments) throws IOException {
        List<String> truth = truth(fragments);
        String told;
        do {
            told = process.readLine();
            assertThat(told).startsWith("  ").contains(" frames of ");
        } while (!told.contains(" of " + fragments + " fragments")
                || !framesOf(Catalog.lines(output())).equals(truth));
    }

    private List<String> truth(int fragments) {
        assertThat(archive.fragmentCount("gate")).isEqualTo(fragments);
        List<String> frames = new ArrayList<>();
        for (StoredFragment fragment : archive.fragments("gate").toList()) {
            int count = archive.generatedFrames("gate", fragment.fragmentNumber()).size();
            for (int index = 0; index < count; index++) {
                frames.add(fragment.fragmentNumber() + " " + index);
            }
        }
        return frames;
    }

    private static List<String> framesOf(List<JsonNode> lines) {
        return lines.stream()
                .map(
                        line ->
                                line.get("fragment_number").asText()
                                        + " "
                                        + line.get("frame_index").asInt())
                .toList();
    }

    private Path output() {
        return directory.resolve("output");
    }

    private void follow(String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "unbounded",
                                "--region",
                                archive.region(),
                                "--endpoint",
                                archive.endpoint().toString(),
                                "--output",
                                output().toString()));
        all.addAll(List.of(arguments));
        process = new ExampleProcess(directory.resolve("work"), all.toArray(String[]::new));
    }
}
