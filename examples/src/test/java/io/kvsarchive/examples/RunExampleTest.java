/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class RunExampleTest {

    /** {@code ./run-example --help} prints the file, so that it need not build anything. */
    @Test
    void printsTheHelpThatIsKeptInAFile() throws IOException {
        String help = RunExample.commandLine().getUsageMessage(Ansi.OFF);
        Files.writeString(Path.of("target", "help.txt"), help);

        assertThat(Path.of("help.txt"))
                .as("examples/help.txt, to be renewed from examples/target/help.txt")
                .hasContent(help);
    }
}
