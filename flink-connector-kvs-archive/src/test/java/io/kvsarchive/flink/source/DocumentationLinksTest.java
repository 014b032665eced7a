/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the documentation refer to files that are there, tests among them. */
class DocumentationLinksTest {

    private static final Path PROJECT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void referToFilesThatAreThere() throws IOException {
        List<Path> linked = pages().stream().flatMap(DocumentationLinksTest::linked).toList();

        assertThat(linked).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"));
                Stream<Path> others = Files.list(PROJECT)) {
            return Stream.concat(docs, others)
                    .filter(file -> file.getFileName().toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Stream<Path> linked(Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> page.resolveSibling(link.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
