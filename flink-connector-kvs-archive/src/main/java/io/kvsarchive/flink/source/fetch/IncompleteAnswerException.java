/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.io.IOException;

/** Says what an answer lacks that has ended in peace. */
final class IncompleteAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    IncompleteAnswerException(String message) {
        super(message);
    }
}
