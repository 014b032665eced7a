/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What ffprobe finds in a document. */
final class Ffprobe {

    private Ffprobe() {}

    /** A line for each packet. Skips the test that asks for them where there is no ffprobe. */
    static List<String> packets(byte[] document, Path directory) throws Exception {
        Path file = Files.write(directory.resolve("document.mkv"), document);
        Optional<Process> started = start(file);
        assumeThat(started).as("ffprobe").isPresent();
        Process process = started.get();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.lines().map(line -> line.replaceAll("^([0-9]+,.).*", "$1")).toList();
    }

    /** The line of a frame. */
    static String packet(Frame frame) {
        return frame.payload().length + (frame.isKeyFrame() ? ",K" : ",_");
    }

    private static Optional<Process> start(Path file) {
        try {
            return Optional.of(
                    new ProcessBuilder(
                                    "ffprobe",
                                    "-v",
                                    "quiet",
                                    "-show_entries",
                                    "packet=size,flags",
                                    "-of",
                                    "csv=p=0",
                                    file.toString())
                            .start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
