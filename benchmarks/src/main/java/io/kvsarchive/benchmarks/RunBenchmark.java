/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks;

import io.kvsarchive.benchmarks.decode.DecodeBenchmark;
import io.kvsarchive.benchmarks.memory.MemoryBenchmark;
import io.kvsarchive.benchmarks.parse.ParseBenchmark;
import io.kvsarchive.benchmarks.read.ReadBenchmark;
import io.kvsarchive.benchmarks.scale.ScaleBenchmark;
import io.kvsarchive.benchmarks.source.SourceBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the benchmark that is named. */
@Command(
        name = "run-benchmark",
        mixinStandardHelpOptions = true,
        description = "Measures the connector, each thing beside what limits it.",
        subcommands = {
            ParseBenchmark.class,
            ReadBenchmark.class,
            SourceBenchmark.class,
            MemoryBenchmark.class,
            ScaleBenchmark.class,
            DecodeBenchmark.class
        })
public final class RunBenchmark {

    private RunBenchmark() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RunBenchmark());
    }
}
