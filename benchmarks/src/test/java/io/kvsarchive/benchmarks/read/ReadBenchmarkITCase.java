/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark runs; what it measures is no matter of a test. */
class ReadBenchmarkITCase {

    @Test
    void printsARowForEachThingThatItMeasures() {
        StringWriter out = new StringWriter();

        int exitCode =
                new CommandLine(new ReadBenchmark())
                        .setOut(new PrintWriter(out))
                        .execute("--rounds=1", "--repeats=1");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        "http: connector .* SDK alone, Apache 4 .* at most 1.4"))
                .anyMatch(line -> line.matches("https: SDK alone, Netty .* SDK alone, Apache 4 .*"))
                .anyMatch(line -> line.matches("abort\\(\\), CRT .* close\\(\\), CRT .*"));
    }
}
