/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Types a command, and keeps what it says. */
final class Terminal {

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int type(String... arguments) {
        return RunExample.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    /** Types a command that is to succeed. */
    static Terminal assertRuns(String... arguments) {
        Terminal terminal = new Terminal();
        assertThat(terminal.type(arguments)).as(terminal.errors::toString).isZero();
        return terminal;
    }

    /** Types a command that is to fail, and to say why in one line. */
    static void assertFails(int exitCode, String message, String... arguments) {
        Terminal terminal = new Terminal();
        assertThat(terminal.type(arguments)).isEqualTo(exitCode);
        assertThat(terminal.errors.toString().strip()).contains(message).doesNotContain("\n");
    }

    List<String> output() {
        return output.toString().lines().toList();
    }
}
