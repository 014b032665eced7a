/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark runs; what it measures is no matter of a test. */
class ParseBenchmarkITCase {

    @Test
    void printsARowForEachThingThatItMeasures() {
        assumeThat(isInstalled("ffmpeg")).as("ffmpeg is installed").isTrue();
        StringWriter out = new StringWriter();

        int exitCode =
                new CommandLine(new ParseBenchmark())
                        .setOut(new PrintWriter(out))
                        .execute(
                                "--rounds=1",
                                "--iterations=1",
                                "--milliseconds=20",
                                "--bodies=TINY");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        "fragments of one frame of 100 bytes .* parserLibrary .* at"
                                                + " least 20"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "fragments of one frame of 100 bytes .* ffmpeg -c copy .*"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "fragments of one frame of 100 bytes .* the payload itself "
                                                + " +100.00 .*"));
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
