/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bodies that the live service sent for GetMedia. They lie beside the repository, or where the
 * property {@code kvs.captures} says; where there are none, tests do without.
 */
final class RecordedBodies {

    private static final int EBML_HEADER = 0x1A45DFA3;

    private RecordedBodies() {}

    private static Path directory() {
        String property = System.getProperty("kvs.captures");
        return property == null
                ? Path.of("").toAbsolutePath().resolve("../../shared/captures").normalize()
                : Path.of(property);
    }

    /** Reads one body. Skips the test that asks for it where it is missing. */
    static byte[] read(String name) throws IOException {
        Path file = directory().resolve(name);
        assumeThat(file).as("recorded bodies beside the repository").exists();
        return Files.readAllBytes(file);
    }

    /** All documents of all bodies; none where there are no bodies. */
    static List<byte[]> documents() throws IOException {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        List<byte[]> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".mkv")).toList()) {
                documents.addAll(documents(Files.readAllBytes(file)));
            }
        }
        return documents;
    }

    /** The body cut at each EBML header: ffprobe reads no further than one document. */
    static List<byte[]> documents(byte[] body) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i + 4 <= body.length; i++) {
            if (ByteBuffer.wrap(body).getInt(i) == EBML_HEADER) {
                starts.add(i);
            }
        }
        starts.add(body.length);
        List<byte[]> documents = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            documents.add(Arrays.copyOfRange(body, starts.get(i), starts.get(i + 1)));
        }
        return documents;
    }
}
