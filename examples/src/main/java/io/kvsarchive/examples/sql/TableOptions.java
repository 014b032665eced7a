/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import io.kvsarchive.examples.archive.ArchiveRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.catalog.ResolvedCatalogTable;

/**
 * Lets tables of the archive read what the command's arguments name, and not what a script does.
 */
final class TableOptions {

    private static final String CONNECTOR = "kvs-archive";

    private final ArchiveRequest request;

    TableOptions(ArchiveRequest request) {
        this.request = request;
    }

    /** The same table, with options of the request in place of its own. */
    ResolvedCatalogTable applyTo(ResolvedCatalogTable table) {
        Map<String, String> options = new HashMap<>(table.getOptions());
        if (!CONNECTOR.equals(options.get("connector"))) {
            return table;
        }
        if (request.namesStreams()) {
            options.remove("stream.names");
            options.remove("stream.prefix");
        }
        if (!request.streams().isEmpty()) {
            options.put("stream.names", String.join(";", request.streams()));
        }
        request.streamPrefix().ifPresent(prefix -> options.put("stream.prefix", prefix));
        request.start().ifPresent(start -> options.put("scan.start.timestamp", start.toString()));
        request.end().ifPresent(end -> options.put("scan.end.timestamp", end.toString()));
        options.putAll(request.options().toMap());
        return table.copy(options);
    }
}
