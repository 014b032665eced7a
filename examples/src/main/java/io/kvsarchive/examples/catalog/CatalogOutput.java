/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where catalogs go that nobody gave a directory for. */
public final class CatalogOutput {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private CatalogOutput() {}

    /** A directory below the current one, named for the time. */
    public static Path newDirectory() {
        return Path.of("catalog", NAME.format(LocalDateTime.now(ZoneId.systemDefault())));
    }
}
