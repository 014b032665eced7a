/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark runs; what it measures is no matter of a test. */
class MemoryBenchmarkITCase {

    @Test
    void printsARowForEachThingThatItMeasures() {
        StringWriter out = new StringWriter();

        int exitCode =
                new CommandLine(new MemoryBenchmark())
                        .setOut(new PrintWriter(out))
                        .execute("--readers=2", "--megabytes=1");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        "2 fragments of 1 MB, alive .* the fragments themselves "
                                                + " +2.00 .*"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "2 fragments of 1 MB, least heap .* the fragments"
                                                + " themselves  +2.00 .*"));
    }
}
