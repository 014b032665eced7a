/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

/**
 * Where an element lies in its source.
 *
 * @param id the element's id with its marker bits, as in the Matroska specification
 * @param start the position of the id
 * @param dataStart the position of the first byte after id and size
 * @param size how many bytes of data, or {@link #UNKNOWN_SIZE}
 */
record Element(int id, long start, long dataStart, long size) {

    static final long UNKNOWN_SIZE = -1;

    boolean hasKnownSize() {
        return size != UNKNOWN_SIZE;
    }

    /** The position after the element's last byte. Only for elements of known size. */
    long end() {
        return dataStart + size;
    }
}
