/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

/** Says which statement of a script failed; the cause says why. */
public final class SqlStatementException extends Exception {

    private static final long serialVersionUID = 1L;

    SqlStatementException(SqlPiece statement, Throwable cause) {
        super(statement.describe(), cause);
    }
}
