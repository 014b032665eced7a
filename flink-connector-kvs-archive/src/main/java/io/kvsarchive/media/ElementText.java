/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.nio.charset.StandardCharsets;

/** The text of an element: UTF-8, up to the first NUL (RFC 8794, section 13). */
final class ElementText {

    private ElementText() {}

    static String decode(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
