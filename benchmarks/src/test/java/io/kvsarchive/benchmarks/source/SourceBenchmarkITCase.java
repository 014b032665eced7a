/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark runs; what it measures is no matter of a test. */
class SourceBenchmarkITCase {

    @Test
    void printsARowForEachThingThatItMeasures() {
        StringWriter out = new StringWriter();

        int exitCode =
                new CommandLine(new SourceBenchmark())
                        .setOut(new PrintWriter(out))
                        .execute("--rounds=1", "--large-fragments=3", "--small-fragments=2");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        "MB, large frames: job with the source .* read, without"
                                                + " Flink .* at least 0.8"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "frames, of 200 bytes: job with the source .* job with a"
                                                + " flatMap .* at least 2"));
    }
}
