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
                                "--many-fragments=200",
                                "--grid=2",
                                "--grid-fragments=520",
                                "--enumerated=0.001,0.002",
                                "--recovery-fragments=5");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("one stream, fragments per second .* 500.00 .* 0"))
                .anyMatch(line -> line.matches("one stream, MB per second .* 125.00 .* 0"))
                .anyMatch(line -> line.startsWith("3 streams, "))
                .anyMatch(line -> line.matches("streams 2, readers 2: .* 1,000.00 .* 0"))
                .anyMatch(line -> line.matches("0.002 million fragments .* of 0.001 million .*"))
                .anyMatch(line -> line.startsWith("MB read, with a failure in the middle"));
    }
}
