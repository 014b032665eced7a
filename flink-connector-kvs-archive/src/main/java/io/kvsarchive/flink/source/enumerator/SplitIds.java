/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

/** Ids of splits: {@code generation-reader-slot}. */
final class SplitIds {

    private static final char SEPARATOR = '-';

    private SplitIds() {}

    static String of(int generation, int reader, long slot) {
        return "" + generation + SEPARATOR + reader + SEPARATOR + slot;
    }

    static boolean areOfOneReader(String one, String other) {
        return readerOf(one).equals(readerOf(other));
    }

    private static String readerOf(String id) {
        return id.substring(0, id.lastIndexOf(SEPARATOR));
    }
}
