/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An example in a process of its own, as somebody runs it. */
final class ExampleProcess implements AutoCloseable {

    private final Path errors;
    private final Process process;
    private final BufferedReader terminal;

    /**
     * Starts it.
     *
     * @param directory where it runs; it is made if it isn't there
     */
    ExampleProcess(Path directory, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
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
                                RunExample.class.getName()));
        command.addAll(List.of(arguments));
        Files.createDirectories(directory);
        errors = directory.resolve("errors");
        process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectError(errors.toFile())
                        .start();
        terminal = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line that it says. */
    String readLine() throws IOException {
        return terminal.readLine();
    }

    /** Tells it to end, as Ctrl-C does; Process.destroy would close the terminal, too. */
    void interrupt() {
        process.toHandle().destroy();
    }

    /** All that it says until it has ended; errors are none of it, and there must be none. */
    List<String> readToItsEnd() throws InterruptedException {
        List<String> last = terminal.lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(errors).isEmptyFile();
        return last;
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
