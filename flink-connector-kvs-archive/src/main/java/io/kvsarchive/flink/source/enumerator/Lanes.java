/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which splits each reader holds, and so how many connections to a stream there can be. A reader
 * reads one split at a time: the readers that hold splits of a stream are its lanes, and there are
 * never more of them than the bound.
 */
final class Lanes {

    private record HeldSplit(String splitId, StreamReference stream) {}

    private final int maxPerStream;
    private final Map<Integer, Deque<HeldSplit>> splitsByReader = new HashMap<>();

    Lanes(int maxPerStream) {
        this.maxPerStream = maxPerStream;
    }

    /** Whether a reader may have a split of a stream. */
    boolean isOpen(StreamReference stream, int reader) {
        Set<Integer> readers = new HashSet<>();
        splitsByReader.forEach(
                (holder, splits) -> {
                    if (splits.stream().anyMatch(split -> split.stream().equals(stream))) {
                        readers.add(holder);
                    }
                });
        return readers.contains(reader) || readers.size() < maxPerStream;
    }

    int heldBy(int reader) {
        return splits(reader).size();
    }

    void assigned(int reader, String splitId, StreamReference stream) {
        splits(reader).add(new HeldSplit(splitId, stream));
    }

    /** A reader reads its splits in order, so those that it no longer holds are the oldest. */
    void keepNewest(int reader, int count) {
        Deque<HeldSplit> splits = splits(reader);
        while (splits.size() > count) {
            splits.remove();
        }
    }

    /** Forgets what a reader held, since it has started anew. */
    void release(int reader) {
        splitsByReader.remove(reader);
    }

    boolean holds(int reader, String splitId) {
        return splits(reader).stream().anyMatch(split -> split.splitId().equals(splitId));
    }

    private Deque<HeldSplit> splits(int reader) {
        return splitsByReader.computeIfAbsent(reader, key -> new ArrayDeque<>());
    }
}
