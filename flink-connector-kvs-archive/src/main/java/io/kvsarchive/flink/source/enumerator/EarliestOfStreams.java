/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The earliest of the times of many streams, as they change. */
final class EarliestOfStreams {

    private final Map<StreamReference, Long> times = new HashMap<>();
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    /**
     * Notes the time of a stream.
     *
     * @param millis {@link Long#MAX_VALUE} if it has none
     */
    void update(StreamReference stream, long millis) {
        Long before = millis == Long.MAX_VALUE ? times.remove(stream) : times.put(stream, millis);
        if (before != null) {
            counts.computeIfPresent(before, (time, count) -> count > 1 ? count - 1 : null);
        }
        if (millis != Long.MAX_VALUE) {
            counts.merge(millis, 1, Integer::sum);
        }
    }

    /** {@link Long#MAX_VALUE} if no stream has any. */
    long millis() {
        return counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey();
    }
}
