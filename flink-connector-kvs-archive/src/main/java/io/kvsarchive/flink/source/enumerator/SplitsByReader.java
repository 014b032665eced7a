/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which splits each reader holds, and so how many connections to a stream there can be. A reader
 * reads one split at a time: the readers that hold splits of a stream are its lanes.
 */
final class SplitsByReader {

    private final Map<Integer, Map<String, StreamReference>> splitsByReader = new HashMap<>();
    private final Map<StreamReference, Map<Integer, Integer>> splitCounts = new HashMap<>();

    /** How many readers hold splits of a stream. */
    int readersOf(StreamReference stream) {
        return splitCounts.getOrDefault(stream, Map.of()).size();
    }

    /** Whether a reader holds splits of a stream. */
    boolean isReaderOf(int reader, StreamReference stream) {
        return splitCounts.getOrDefault(stream, Map.of()).containsKey(reader);
    }

    /** How many splits a reader holds. */
    int heldBy(int reader) {
        return splitsByReader.getOrDefault(reader, Map.of()).size();
    }

    boolean holds(int reader, String splitId) {
        return splitsByReader.getOrDefault(reader, Map.of()).containsKey(splitId);
    }

    void assigned(int reader, String splitId, StreamReference stream) {
        splitsByReader.computeIfAbsent(reader, key -> new LinkedHashMap<>()).put(splitId, stream);
        splitCounts.computeIfAbsent(stream, key -> new HashMap<>()).merge(reader, 1, Integer::sum);
    }

    /** A reader is done with a split. */
    void finished(int reader, String splitId) {
        Map<String, StreamReference> splits = splitsByReader.get(reader);
        if (splits != null && splits.containsKey(splitId)) {
            leave(reader, splits.remove(splitId));
        }
    }

    private void leave(int reader, StreamReference stream) {
        splitCounts.computeIfPresent(
                stream,
                (key, counts) -> {
                    counts.computeIfPresent(
                            reader, (holder, count) -> count > 1 ? count - 1 : null);
                    return counts.isEmpty() ? null : counts;
                });
    }

    /** Forgets what a reader held, since it has started anew. */
    void release(int reader) {
        Map<String, StreamReference> splits = splitsByReader.remove(reader);
        if (splits != null) {
            splits.values().forEach(stream -> leave(reader, stream));
        }
    }
}
