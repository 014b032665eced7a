/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that tests compare with. Tests are skipped where one is not installed. */
final class Tool {

    private static final int LIMIT_SECONDS = 60;

    private final String path;

    private Tool(String path) {
        this.path = path;
    }

    /** A program of the distribution; others that happen to be on the path are not asked. */
    static Tool installed(String name) {
        String path = "/usr/bin/" + name;
        assumeTrue(Files.isExecutable(Path.of(path)), () -> path + " is not installed");
        return new Tool(path);
    }

    /** What a run left behind. */
    record Result(int exitCode, String out) {}

    /** Runs the program; standard error is part of what it says. */
    Result run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "tool", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(path), Stream.of(arguments)).toList())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(path + " did not end: " + Files.readString(out));
        }
        return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    /** Runs the program and requires that it succeeds. */
    String output(Path folder, String... arguments) throws IOException, InterruptedException {
        Result result = run(folder, Map.of(), arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError(path + " " + List.of(arguments) + ": " + result);
        }
        return result.out();
    }
}
