/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of FFmpeg's that tests compare with. Tests are skipped where they are not installed. */
public final class Tool {

    private static final int LIMIT_SECONDS = 60;

    private final String path;

    private Tool(String path) {
        this.path = path;
    }

    /** The program that converts media. */
    public static Tool ffmpeg() {
        return installed("ffmpeg");
    }

    /** The program that describes media. */
    public static Tool ffprobe() {
        return installed("ffprobe");
    }

    /** A program of the distribution; others that happen to be on the path are not asked. */
    private static Tool installed(String name) {
        String path = "/usr/bin/" + name;
        assumeTrue(Files.isExecutable(Path.of(path)), () -> path + " is not installed");
        return new Tool(path);
    }

    /** Runs the program, which has to succeed, and returns what it says. */
    public String run(Path folder, List<String> arguments) throws IOException {
        Path out = Files.createTempFile(folder, "tool", ".out");
        Process process =
                new ProcessBuilder(Stream.concat(Stream.of(path), arguments.stream()).toList())
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(path + " did not end: " + Files.readString(out));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
        String said = Files.readString(out, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new AssertionError(path + " " + arguments + " failed: " + said);
        }
        return said;
    }
}
