/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads a catalog back, in the order of the streams' frames. */
final class Catalog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Catalog() {}

    static List<JsonNode> lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    // Flink hides files so that it is still writing.
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(Catalog::linesOf)
                    .map(Catalog::parse)
                    .sorted(
                            Comparator.comparing((JsonNode line) -> line.get("stream").asText())
                                    .thenComparing(line -> line.get("fragment_number").asText())
                                    .thenComparing(line -> line.get("frame_index").asInt()))
                    .toList();
        }
    }

    static List<JsonNode> lines(Path directory, String stream) throws IOException {
        return lines(directory).stream()
                .filter(line -> line.get("stream").asText().equals(stream))
                .toList();
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
