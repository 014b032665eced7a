/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class RunBenchmarkTest {

    /** {@code ./run-benchmark --help} prints the file, so that it need not build anything. */
    @Test
    void printsTheHelpThatIsKeptInAFile() throws IOException {
        String help = RunBenchmark.commandLine().getUsageMessage(Ansi.OFF);
        Files.writeString(Path.of("target", "help.txt"), help);

        assertThat(Path.of("help.txt"))
                .as("benchmarks/help.txt, to be renewed from benchmarks/target/help.txt")
                .hasContent(help);
    }
}
