/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it: a process of its own. */
class ServeCommandITCase {

    private static final Map<String, String> CREDENTIALS =
            Map.of(
                    "AWS_ACCESS_KEY_ID", "local",
                    "AWS_SECRET_ACCESS_KEY", "local",
                    "AWS_DEFAULT_REGION", "eu-west-1",
                    "AWS_EC2_METADATA_DISABLED", "true");

    @TempDir private Path folder;
    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void servesAFolderAndSaysHowToReadIt() throws Exception {
        Path archiveFolder = Files.createDirectory(folder.resolve("archive"));
        try (InputStream sample =
                SampleArchive.class.getResourceAsStream("sample/front-door.mkv")) {
            Files.copy(sample, archiveFolder.resolve("door.mkv"));
        }

        start(archiveFolder.toString(), "--region", "eu-west-1");
        List<String> lines = readUntil("get-media-for-fragment-list");

        assertThat(lines.get(0))
                .matches(
                        "Serving .*archive in eu-west-1 at http://127\\.0\\.0\\.1:\\d+ until"
                                + " Ctrl-C");
        assertThat(lines).anyMatch(line -> line.matches("  stream +fragments +from +to"));
        assertThat(lines).anyMatch(line -> line.matches("  door +22  \\d{4}-\\S+Z  \\d{4}-\\S+Z"));
        Tool bash = Tool.installed("bash");
        Tool.installed("aws");
        for (String line : lines) {
            if (line.startsWith("  aws ")) {
                Tool.Result result =
                        bash.run(folder, CREDENTIALS, "-c", "PATH=/usr/bin:$PATH; " + line.strip());
                assertThat(result.exitCode()).as("%s: %s", line, result.out()).isZero();
            }
        }
        assertThat(ReadDocument.read(Files.readAllBytes(folder.resolve("fragment.mkv"))).blocks())
                .isNotEmpty();

        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void servesTheSampleWithoutAFolder() throws Exception {
        start();

        assertThat(readUntil("get-media-for-fragment-list"))
                .anyMatch(line -> line.startsWith("  front-door "))
                .anyMatch(line -> line.startsWith("  parking-lot "));
    }

    @Test
    void servesGeneratedStreamsOfAnyNumberOfFragments() throws Exception {
        start("--generated", "decade=158000000", "--generated", "minute=30");

        List<String> lines = readUntil("get-media-for-fragment-list");
        assertThat(lines.get(0)).startsWith("Serving generated streams in us-west-2 at ");
        assertThat(lines)
                .anyMatch(line -> line.matches("  decade  158000000  20\\S+Z  20\\S+Z"))
                .noneMatch(line -> line.contains("front-door"));
        Matcher minute =
                lines.stream()
                        .map(Pattern.compile("  minute +30  (\\S+)  (\\S+)")::matcher)
                        .filter(Matcher::matches)
                        .findFirst()
                        .orElseThrow();
        // From the first picture to the last one, at one picture a second.
        assertThat(Duration.between(Instant.parse(minute.group(1)), Instant.parse(minute.group(2))))
                .isEqualTo(Duration.ofSeconds(59));
    }

    @Test
    void servesGeneratedStreamsBesideAFolder() throws Exception {
        try (InputStream sample =
                SampleArchive.class.getResourceAsStream("sample/front-door.mkv")) {
            Files.copy(sample, folder.resolve("door.mkv"));
        }

        start(folder.toString(), "--generated", "minute=30");

        assertThat(readUntil("get-media-for-fragment-list"))
                .anyMatch(line -> line.startsWith("  door "))
                .anyMatch(line -> line.startsWith("  minute "));
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertFails(2, "There is a stream door", folder.toString(), "--generated", "door=30");
    }

    @Test
    void enforcesQuotasIfAskedTo() throws Exception {
        assertThat(statusesOfDescribeStream(6)).containsOnly(200);
        assertThat(statusesOfDescribeStream(2, "--quotas", "--other-consumers", "1"))
                .containsOnly(400);
        assertThat(statusesOfDescribeStream(1, "--quotas")).containsOnly(200);
    }

    private List<Integer> statusesOfDescribeStream(int calls, String... arguments)
            throws Exception {
        start(arguments);
        String first = readUntil("get-media-for-fragment-list").get(0);
        String endpoint = first.replaceFirst(".* at (http\\S+) until.*", "$1");
        HttpClient client = HttpClient.newHttpClient();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(endpoint + "/describeStream"))
                            .header("Authorization", RawHttp.SIGNED)
                            .POST(BodyPublishers.ofString("{\"StreamName\":\"front-door\"}"))
                            .build();
            statuses.add(client.send(request, BodyHandlers.discarding()).statusCode());
        }
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return statuses;
    }

    @Test
    void saysInOneLineWhatCannotBeServed() throws Exception {
        Files.writeString(folder.resolve("notes.mkv"), "not a film");
        assertFails(1, ".*notes\\.mkv: byte \\d+: .*", folder.toString());
        assertFails(1, ".*missing is not a folder", folder.resolve("missing").toString());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFails(1, ".*empty holds no \\.mkv files", empty.toString());
        assertFails(2, "port 70000, must be 0 to 65532", "--port", "70000");
        assertFails(2, ".*--port.*'x'.*", "--port", "x");
        assertFails(2, ".*--colour.*", "--colour");
        assertFails(2, "--other-consumers needs --quotas", "--other-consumers", "0.5");
        assertFails(
                2, "otherConsumers 1\\.5, must be 0 to 1", "--quotas", "--other-consumers", "1.5");
        assertFails(2, ".*--other-consumers.*'half'.*", "--quotas", "--other-consumers", "half");
        for (String wrong : List.of("many", "many=", "=5", "many=0", "many=-1", "many=800000001")) {
            assertFails(
                    2,
                    "Invalid value for option '--generated' \\(NAME=FRAGMENTS\\): '"
                            + wrong
                            + "', must be the stream's name, '=' and 1 to 800000000 fragments",
                    "--generated",
                    wrong);
        }
        assertFails(2, "Stream name 'a b': .*", "--generated", "a b=5");
        assertFails(2, "There is a stream twin", "--generated", "twin=5", "--generated", "twin=5");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertFails(
                    1, "Cannot listen on port " + port + ": .*", "--port", Integer.toString(port));
        }
    }

    private void assertFails(int exitCode, String message, String... arguments) throws Exception {
        start(arguments);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).matches("serve: " + message + "\n");
        assertThat(process.exitValue()).isEqualTo(exitCode);
    }

    private void start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeCommand.class.getName()));
        command.addAll(List.of(arguments));
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
    }

    private List<String> readUntil(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = "";
        while (line != null && !line.contains(text)) {
            line = reader.readLine();
            lines.add(line);
        }
        return lines;
    }
}
