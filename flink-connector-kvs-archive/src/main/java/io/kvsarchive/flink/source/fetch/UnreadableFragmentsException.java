/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Says which fragments of which stream did not come after all attempts, and why not. */
@Internal
public final class UnreadableFragmentsException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableFragmentsException(String message, IOException lastFailure) {
        super(message, lastFailure);
    }
}
