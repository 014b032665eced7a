/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, a parser and the fragment before fit into a small heap. */
class ParserHeapITCase {

    @Test
    void needsLittleHeapWhateverTheBytes() throws Exception {
        assertFit(List.of("-Xmx256m"));
    }

    /**
     * A fragment and its document, while the next one is copied, read and made a document of.
     * Nearly all of the heap is of one generation, so that it would not hold a copy more.
     */
    @Test
    void needsHalfAsMuchMoreWithDocuments() throws Exception {
        assertFit(List.of("-Xmx384m", "-Xmn16m"), "documents");
    }

    private static void assertFit(List<String> heap, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(heap);
        command.addAll(
                List.of(
                        // G1 moves no large arrays: what fits would depend on its timing.
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileBodies.class.getName()));
        command.addAll(List.of(arguments));
        Process parser = new ProcessBuilder(command).redirectErrorStream(true).start();

        String output = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output.lines())
                .containsExactly(
                        "one frame: 2 results",
                        "empty frames and a large one: 2 results",
                        "empty frames: 0 results, then OVER_LIMIT",
                        "small frames: 2 results",
                        "a claim: 0 results, then CUT_SHORT",
                        "a long tag: 2 results",
                        "long tags: 0 results, then OVER_LIMIT",
                        "short tags: 2 results",
                        "more short tags: 0 results, then OVER_LIMIT",
                        "empty tags: 0 results, then OVER_LIMIT",
                        "tags of the service: 2 results",
                        "an error message: 4 results",
                        "targets: 2 results",
                        "tracks: 2 results",
                        "more tracks: 0 results, then OVER_LIMIT",
                        "empty elements in Tracks: 2 results");
        assertThat(parser.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(parser.exitValue()).isZero();
    }
}
