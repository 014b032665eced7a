/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

/** What the rows of a table are. */
enum ScanRecords {
    /** Each frame is a row. */
    FRAMES("frames"),

    /** Each fragment of the listing is a row, and no media are read. */
    FRAGMENTS("fragments");

    private final String text;

    ScanRecords(String text) {
        this.text = text;
    }

    /** As it is written in an option. */
    @Override
    public String toString() {
        return text;
    }
}
