/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the lines of a catalog go.
 *
 * @param directory new or empty
 */
public record CatalogOutput(Path directory) {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A directory below a given one, named for the time. */
    public static CatalogOutput newBelow(Path parent) {
        return new CatalogOutput(
                parent.resolve(NAME.format(LocalDateTime.now(ZoneId.systemDefault()))));
    }

    /**
     * Makes the directory.
     *
     * @throws IllegalArgumentException if it holds something already: part files of another run
     *     among this run's would look as if frames had come twice
     */
    void prepare() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "The output directory "
                                + directory
                                + " is not empty: give a new one, or remove what it holds");
            }
        }
    }

    /** The part files that are finished. Flink hides those that are being written. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
        }
    }
}
