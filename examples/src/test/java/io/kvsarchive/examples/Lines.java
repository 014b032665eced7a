/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a job has written, in no order. */
final class Lines {

    private Lines() {}

    static List<String> of(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    // Flink hides files so that it is still writing.
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(Lines::ofFile)
                    .toList();
        }
    }

    private static Stream<String> ofFile(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
