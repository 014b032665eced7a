/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Bodies that the service has sent, where there are some. */
final class RecordedBodies {

    private RecordedBodies() {}

    /** The calling test is skipped where it is not there. */
    static Path named(String name) {
        Path body =
                Path.of(
                                System.getProperty(
                                        "kvs.captures",
                                        Path.of("..", "..", "shared", "captures").toString()))
                        .resolve(name);
        Assumptions.assumeTrue(Files.exists(body), () -> "there is no " + body);
        return body;
    }
}
