/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Flink with what its distribution has on the class path, and no connector of ours.
 *
 * @param number such as 2.3
 */
record FlinkVersion(String number) {

    /** The jars in its lib folder. */
    List<Path> lib() throws IOException {
        Path classPath =
                Path.of(
                        System.getProperty("gateway.class-paths"),
                        "flink-" + number,
                        "target",
                        "class-path");
        return List.of(Files.readString(classPath).strip().split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    /** The jar with the connector and all that it needs. */
    static Path sqlJar() {
        return Path.of(System.getProperty("gateway.sql-jar"));
    }
}
