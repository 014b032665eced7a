/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Types a command, and keeps what it says. */
final class Terminal {

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    int type(String... arguments) {
        return RunExample.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    List<String> output() {
        return output.toString().lines().toList();
    }

    String errors() {
        return errors.toString().strip();
    }
}
