/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bodies that were recorded from the service: test resources of
 * aws/amazon-kinesis-video-streams-parser-library, which this repository does not contain.
 */
final class Captures {

    /** Where the folder is, if not beside the repository. */
    private static final String PROPERTY = "kvs.captures";

    private Captures() {}

    /** A recorded body; the test is skipped where there is none. */
    static Path body(String name) {
        Path file = Path.of(System.getProperty(PROPERTY, "../../shared/captures")).resolve(name);
        assumeTrue(Files.exists(file), () -> "No recorded body " + file.toAbsolutePath());
        return file;
    }
}
