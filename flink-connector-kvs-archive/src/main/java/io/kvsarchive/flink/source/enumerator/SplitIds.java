/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ids of splits, {@code generation-reader-slot}: each is used again once the reader is done with
 * the split that had it.
 */
final class SplitIds {

    private static final char SEPARATOR = '-';

    private final int generation;
    private final Readers readers;
    private final SplitsByReader held;
    private final Map<Integer, Set<String>> spent = new HashMap<>();

    SplitIds(int generation, Readers readers, SplitsByReader held) {
        this.generation = generation;
        this.readers = readers;
        this.held = held;
    }

    /**
     * An id for a reader's next split. Where attempts at a reader run side by side, one may be done
     * with a split that another still holds, so that each split has an id of its own.
     *
     * @param assignment the split's place among all that are handed out
     */
    String unused(int reader, long assignment) {
        if (readers.attemptsAreSeveral()) {
            return of(reader, assignment);
        }
        int slot = 0;
        while (isUsed(reader, of(reader, slot))) {
            slot++;
        }
        return of(reader, slot);
    }

    private String of(int reader, long slot) {
        return "" + generation + SEPARATOR + reader + SEPARATOR + slot;
    }

    private boolean isUsed(int reader, String id) {
        return held.holds(reader, id) || spent.getOrDefault(reader, Set.of()).contains(id);
    }

    /** A reader can be given no other split of that id. */
    void spent(int reader, String id) {
        spent.computeIfAbsent(reader, key -> new HashSet<>()).add(id);
    }

    /** A reader starts anew, and can be given any id that it does not hold. */
    void forget(int reader) {
        spent.remove(reader);
    }

    static boolean areOfOneReader(String one, String other) {
        return readerOf(one).equals(readerOf(other));
    }

    private static String readerOf(String id) {
        return id.substring(0, id.lastIndexOf(SEPARATOR));
    }
}
