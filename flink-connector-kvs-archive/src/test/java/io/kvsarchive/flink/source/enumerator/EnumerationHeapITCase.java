/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However long a range is, the enumerator takes no more memory for it. */
class EnumerationHeapITCase {

    @Test
    void enumeratesTenYearsOfAStreamIn64MegabytesOfHeap() throws Exception {
        Process enumeration =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DecadeOfFragments.class.getName())
                        .redirectErrorStream(true)
                        .start();

        String output =
                new String(enumeration.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output.lines())
                .containsExactly(
                        "fragments: 158000000",
                        "largest split below 16 KiB: true",
                        "largest checkpoint below 1 KiB: true",
                        "listed at most 1.5 times as many as there are: true");
        assertThat(enumeration.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(enumeration.exitValue()).isZero();
    }
}
