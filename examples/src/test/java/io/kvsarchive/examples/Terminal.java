/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Types a command, and keeps what it says on the error stream. */
final class Terminal {

    private final StringWriter errors = new StringWriter();

    int type(String... arguments) {
        return RunExample.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    }

    String errors() {
        return errors.toString().strip();
    }
}
