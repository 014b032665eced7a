/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.service.StreamReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The streams that have a split to hand out, the earliest first. */
final class ReadyStreams implements BacklogListener {

    private record Ready(long startMillis, int place, StreamBacklog backlog) {}

    private final NavigableSet<Ready> earliestFirst =
            new TreeSet<>(
                    Comparator.comparingLong(Ready::startMillis).thenComparingInt(Ready::place));
    private final Map<StreamReference, Ready> byStream = new HashMap<>();
    private final Map<StreamReference, Integer> places = new HashMap<>();

    @Override
    public void changed(StreamBacklog backlog) {
        Ready before = byStream.remove(backlog.stream());
        if (before != null) {
            earliestFirst.remove(before);
        }
        if (backlog.hasSplit()) {
            int place = places.computeIfAbsent(backlog.stream(), key -> places.size());
            Ready ready = new Ready(backlog.nextStartMillis(), place, backlog);
            byStream.put(backlog.stream(), ready);
            earliestFirst.add(ready);
        }
    }

    int size() {
        return earliestFirst.size();
    }

    /** Must not be updated while it is gone through. */
    Stream<StreamBacklog> earliestFirst() {
        return earliestFirst.stream().map(Ready::backlog);
    }
}
