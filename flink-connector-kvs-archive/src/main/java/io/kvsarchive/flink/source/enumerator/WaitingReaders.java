/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The readers that have asked for splits and not got them yet. */
final class WaitingReaders {

    private final Readers readers;
    private final Map<Integer, Integer> requests = new HashMap<>();
    private final Set<Integer> dismissed = new HashSet<>();

    /**
     * @param readers those that may be given splits at all
     */
    WaitingReaders(Readers readers) {
        this.readers = readers;
    }

    /** A reader asks for one split more. */
    void requested(int reader) {
        if (!dismissed.contains(reader)) {
            requests.merge(reader, 1, Integer::sum);
        }
    }

    /** A reader has been given one of the splits that it asked for. */
    void served(int reader) {
        requests.computeIfPresent(reader, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** A reader has been told that no more splits come, and waits no longer. */
    void dismissed(int reader) {
        dismissed.add(reader);
        requests.remove(reader);
    }

    /** A reader starts anew, and has asked for nothing. */
    void forget(int reader) {
        dismissed.remove(reader);
        requests.remove(reader);
    }

    List<Integer> all() {
        requests.keySet().retainAll(readers.all());
        return List.copyOf(requests.keySet());
    }
}
