/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import java.io.IOException;

/** A deserialization schema can't make a record of something. */
final class UnacceptedBySchemaException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what went wrong, such as {@code frame 3 could not be deserialized}
     */
    UnacceptedBySchemaException(
            String stream, String fragmentNumber, String what, IOException cause) {
        super(
                "Stream '%s', fragment %s: %s: %s"
                        .formatted(stream, fragmentNumber, what, cause.getMessage()),
                cause);
    }
}
