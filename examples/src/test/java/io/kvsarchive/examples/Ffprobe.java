/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** FFmpeg's view of a Matroska file: an oracle that shares no code with ours. */
final class Ffprobe {

    /** A packet as FFmpeg reads it: the number of its track, its size, and its key frame flag. */
    record Packet(int trackNumber, int size, boolean isKeyFrame) {}

    private Ffprobe() {}

    /**
     * The packets of a file, in order; none if FFmpeg can't read it. The calling test is skipped
     * where there is no ffprobe.
     */
    static List<Packet> packets(Path file) throws IOException, InterruptedException {
        Process process = start(file);
        JsonNode answer = new ObjectMapper().readTree(process.getInputStream());
        process.waitFor();
        List<Packet> packets = new ArrayList<>();
        for (JsonNode packet : answer.path("packets")) {
            packets.add(
                    new Packet(
                            packet.get("stream_index").asInt() + 1,
                            packet.get("size").asInt(),
                            packet.get("flags").asText().startsWith("K")));
        }
        return packets;
    }

    private static Process start(Path file) {
        try {
            return new ProcessBuilder(
                            "ffprobe",
                            "-v",
                            "quiet",
                            "-of",
                            "json",
                            "-show_entries",
                            "packet=stream_index,size,flags",
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("ffprobe is not installed");
        }
    }
}
