/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import java.util.zip.CRC32C;

/** What identifies a frame, and what tells whether it is the same. */
record FrameLine(String stream, String fragmentNumber, int index, int checksum) {

    static FrameLine of(ArchivedFrame frame) {
        return new FrameLine(
                frame.stream(),
                frame.fragment().fragmentNumber(),
                frame.frame().index(),
                checksum(frame.frame().payload()));
    }

    static FrameLine parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException("'" + line + "' is not a whole line");
        }
        return new FrameLine(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                Integer.parseUnsignedInt(fields[3], 16));
    }

    static int checksum(byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    String text() {
        return stream + " " + fragmentNumber + " " + index + " " + Integer.toHexString(checksum);
    }
}
