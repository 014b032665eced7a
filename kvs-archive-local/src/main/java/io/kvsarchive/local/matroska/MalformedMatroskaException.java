/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that cannot be archived. The message is one line that names the file and the byte. */
public final class MalformedMatroskaException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedMatroskaException(String file, long position, @Nullable String problem) {
        super(file + ": byte " + position + ": " + problem);
    }
}
