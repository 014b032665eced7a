/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the data of small elements. */
final class ElementData {

    private static final int MAX_TEXT_BYTES = 1 << 20;

    private ElementData() {}

    /** An unsigned number of up to 8 bytes. Eight bytes with the top bit set come out negative. */
    static long unsigned(MediaReader media, Element element) throws IOException {
        if (element.size() > Long.BYTES) {
            throw new MalformedMatroskaException(
                    media.name(),
                    element.start(),
                    "a number of " + element.size() + " bytes, 8 is the most");
        }
        long value = 0;
        for (long at = element.dataStart(); at < element.end(); at++) {
            value = (value << 8) | media.byteAt(at);
        }
        return value;
    }

    /** A text, without the zero bytes that may pad it. */
    static String text(MediaReader media, Element element) throws IOException {
        if (element.size() > MAX_TEXT_BYTES) {
            throw new MalformedMatroskaException(
                    media.name(), element.start(), "a text of " + element.size() + " bytes");
        }
        byte[] bytes = media.bytes(element.dataStart(), (int) element.size());
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
