/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertRuns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.LocalKvsArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Reads a catalog back, in the order of the streams' frames. */
final class Catalog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Catalog() {}

    /** Makes a catalog of a stream. */
    static List<JsonNode> make(LocalKvsArchive archive, String stream, Path directory)
            throws IOException {
        assertRuns(
                "catalog",
                "--stream",
                stream,
                "--region",
                archive.region(),
                "--endpoint",
                archive.endpoint().toString(),
                "--output",
                directory.toString(),
                "--parallelism",
                "2");
        return lines(directory);
    }

    static List<JsonNode> lines(Path directory) throws IOException {
        return Lines.of(directory).stream()
                .map(Catalog::parse)
                .sorted(
                        Comparator.comparing((JsonNode line) -> line.get("stream").asText())
                                .thenComparing(line -> line.get("fragment_number").asText())
                                .thenComparing(line -> line.get("frame_index").asInt()))
                .toList();
    }

    static List<JsonNode> lines(Path directory, String stream) throws IOException {
        return lines(directory).stream()
                .filter(line -> line.get("stream").asText().equals(stream))
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
