/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark runs; what it measures is no matter of a test. */
class ScaleBenchmarkITCase {

    @Test
    void printsARowForEachThingThatItMeasures() {
        StringWriter out = new StringWriter();

        int exitCode =
                new CommandLine(new ScaleBenchmark())
                        .setOut(new PrintWriter(out))
                        .execute(
                                "--small-fragments=600",
                                "--large-fragments=2",
                                "--streams=3",
                                "--fragments-each=5",
                                "--many-fragments=200");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .hasSize(7)
                .allMatch(line -> line.matches(".* +([0-9]+|refused)"))
                .anyMatch(line -> line.matches("one stream, fragments per second .* 500.00 .* 0"))
                .anyMatch(line -> line.matches("one stream, MB per second .* 125.00 .* 0"))
                .anyMatch(line -> line.startsWith("3 streams, "));
    }
}
