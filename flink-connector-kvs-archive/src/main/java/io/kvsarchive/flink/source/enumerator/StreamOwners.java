/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which reader reads which stream, where each stream is read by one reader only. */
final class StreamOwners {

    private final Map<StreamReference, Integer> readers = new HashMap<>();
    private final Set<Integer> awaited;

    /**
     * @param awaited readers that have yet to say what they restored: any of them may own any
     *     stream
     */
    StreamOwners(Set<Integer> awaited) {
        this.awaited = new HashSet<>(awaited);
    }

    /** Whether it is known what all readers have restored. */
    boolean areKnown() {
        return awaited.isEmpty();
    }

    /** A reader has said all that it restored. */
    void hasRestored(int reader) {
        awaited.remove(reader);
    }

    /**
     * Whether a stream may go to a reader.
     *
     * @param most how many streams a reader should own at most
     */
    boolean mayRead(int reader, StreamReference stream, int most) {
        Integer owner = readers.get(stream);
        return owner == null ? countOf(reader) < most : owner == reader;
    }

    private long countOf(int reader) {
        return readers.values().stream().filter(owner -> owner == reader).count();
    }

    void owns(int reader, StreamReference stream) {
        readers.put(stream, reader);
    }

    /** The stream has come to its end. */
    void forget(StreamReference stream) {
        readers.remove(stream);
    }
}
