/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.examples.Ffprobe.Packet;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogs of real video, beside what FFmpeg reads of the same bytes. */
@ExtendWith(AnyCredentials.class)
class RealVideoCatalogITCase {

    private static final byte[] EBML_HEADER = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"front-door", "parking-lot"})
    void agreesWithFfprobeOnTheSampleCameras(String camera) throws Exception {
        Path file = directory.resolve(camera + ".mkv");
        try (InputStream in =
                SampleArchive.class.getResourceAsStream("sample/" + camera + ".mkv")) {
            Files.copy(in, file);
        }

        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);
            assertThat(packetsOf(catalog(archive, camera)))
                    .containsExactlyElementsOf(Ffprobe.packets(file));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "output_get_media.mkv, 300",
        "output_get_media_sparse_fragments_merged.mkv, 180",
        "test_mixed_tags.mkv, 100",
        "empty-mkv-with-tags.mkv, 0"
    })
    void holdsEveryFrameOfRecordedBodies(String name, int frames) throws Exception {
        Path body = RecordedBodies.named(name);

        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addRecordedBody("recorded", body);
            List<JsonNode> lines = catalog(archive, "recorded");

            assertThat(lines).hasSize(frames);
            assertThat(sizesOf(lines)).containsExactlyElementsOf(sizesByFfprobe(body));
        }
    }

    /** FFmpeg reads the first document of a file only, so it's given one after the other. */
    private List<Integer> sizesByFfprobe(Path body) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(body);
        int start = 0;
        while (start < bytes.length) {
            int end = nextDocument(bytes, start + 1);
            Path document = directory.resolve("document-" + start + ".mkv");
            Files.write(document, Arrays.copyOfRange(bytes, start, end));
            Ffprobe.packets(document).forEach(packet -> sizes.add(packet.size()));
            start = end;
        }
        return sizes;
    }

    private static int nextDocument(byte[] bytes, int from) {
        for (int i = from; i < bytes.length - EBML_HEADER.length; i++) {
            if (Arrays.equals(
                    bytes, i, i + EBML_HEADER.length, EBML_HEADER, 0, EBML_HEADER.length)) {
                return i;
            }
        }
        return bytes.length;
    }

    private List<JsonNode> catalog(LocalKvsArchive archive, String stream) throws IOException {
        return Catalog.make(archive, stream, directory.resolve("catalog"));
    }

    private static List<Integer> sizesOf(List<JsonNode> lines) {
        return lines.stream().map(line -> line.get("size").asInt()).toList();
    }

    private static List<Packet> packetsOf(List<JsonNode> lines) {
        return lines.stream()
                .map(
                        line ->
                                new Packet(
                                        line.get("track_number").asInt(),
                                        line.get("size").asInt(),
                                        line.get("key_frame").asBoolean()))
                .toList();
    }
}
