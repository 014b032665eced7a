/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.local.ArchivedFragment;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.LocalKvsArchiveConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Follows a camera whose clock is this test's, in a process that is told to end. */
class FollowITCase {

    private static final Duration FRAGMENT = Duration.ofSeconds(2);
    private static final Duration UPLOAD_DELAY = Duration.ofMillis(250);

    /** In the future, so that the command's default start is before it. */
    private final Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);

    @TempDir private Path directory;
    private volatile Instant now = start;
    private LocalKvsArchive archive;
    private Process process;
    private BufferedReader terminal;

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start(LocalKvsArchiveConfig.builder().clock(() -> now).build());
        archive.addGeneratedStream(
                GeneratedStream.named("gate")
                        .start(start)
                        .fragmentDuration(FRAGMENT)
                        .fragmentCount(1_000)
                        .track(GeneratedTrack.video(5, 100, 2000))
                        .uploadDelay(UPLOAD_DELAY)
                        .live(Duration.ZERO)
                        .build());
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
        archive.close();
    }

    @Test
    @Timeout(120)
    void writesWhatComesWhileItRunsAndStopsInGoodOrder() throws Exception {
        letCome(3);
        follow("--stream", "gate", "--checkpoint-interval", "200 ms");
        assertThat(terminal.readLine()).startsWith("Following gate from ");
        awaitFragments(3);

        letCome(7);
        awaitFragments(7);

        // As Ctrl-C does; Process.destroy would close the terminal, too.
        process.toHandle().destroy();
        List<String> last = terminal.lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last)
                .anyMatch(line -> line.startsWith("Stopped. Read 70 frames of 7 fragments, "))
                .anyMatch(line -> line.matches("\\d+ files in .*/output hold .* MB of lines; .*"));
        assertThat(framesOf(Catalog.lines(output()))).isEqualTo(truth(7));
        assertThat(directory.resolve("errors")).isEmptyFile();
    }

    @Test
    @Timeout(120)
    void saysInOneLineWhatIsWrong() {
        assertFails(2, "Missing required option: '--stream=NAME'", "follow");
        assertFails(2, "Unknown options: '--end'", "follow", "--stream", "gate", "--end", "x");
        assertFails(
                2, "'soon' is not a duration", "follow", "--stream", "gate", "--lateness", "soon");
        assertFails(
                1,
                "No stream that keeps fragments has a name that begins with 'yard'",
                "follow",
                "--stream-prefix",
                "yard",
                "--region",
                archive.region(),
                "--endpoint",
                archive.endpoint().toString(),
                "--output",
                output().toString());
    }

    private static void assertFails(int exitCode, String message, String... arguments) {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try {
            Terminal terminal = new Terminal();
            assertThat(terminal.type(arguments)).isEqualTo(exitCode);
            assertThat(terminal.errors()).contains(message).doesNotContain("\n");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    /** Lets so many fragments be visible: the last of them began to arrive a while ago. */
    private void letCome(int fragments) {
        now = start.plus(FRAGMENT.multipliedBy(fragments)).plus(UPLOAD_DELAY);
    }

    /** The command tells every few seconds how far it is. */
    private void awaitFragments(int fragments) throws IOException {
        List<String> truth = truth(fragments);
        while (!framesOf(Catalog.lines(output())).equals(truth)) {
            assertThat(terminal.readLine()).startsWith("  ").contains(" frames of ");
        }
    }

    private List<String> truth(int fragments) {
        assertThat(archive.fragmentCount("gate")).isEqualTo(fragments);
        List<String> frames = new ArrayList<>();
        for (ArchivedFragment fragment : archive.fragments("gate").toList()) {
            int count = archive.generatedFrames("gate", fragment.number()).size();
            for (int index = 0; index < count; index++) {
                frames.add(fragment.number() + " " + index);
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
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-opens=java.base/java.time=ALL-UNNAMED",
                                // As outside of tests, where the terminal shows no log.
                                "-Dlog4j2.configurationFile=log4j2.properties",
                                "-Drun-example.log=" + directory.resolve("log"),
                                "-Daws.accessKeyId=test",
                                "-Daws.secretAccessKey=test",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RunExample.class.getName(),
                                "follow",
                                "--region",
                                archive.region(),
                                "--endpoint",
                                archive.endpoint().toString(),
                                "--output",
                                output().toString()));
        command.addAll(List.of(arguments));
        Files.createDirectories(directory.resolve("work"));
        process =
                new ProcessBuilder(command)
                        .directory(directory.resolve("work").toFile())
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        terminal = process.inputReader(StandardCharsets.UTF_8);
    }
}
