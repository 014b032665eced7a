/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.discovery.StreamDiscovery;
import io.kvsarchive.service.StreamReference;

import java.util.HashSet;
import java.util.Set;

/** The streams of which something is, or will be, left to hand out. */
final class ActiveStreams {

    private final Set<StreamReference> active = new HashSet<>();

    /** Those of which nothing has been heard so far. */
    private final Set<StreamReference> unheard = new HashSet<>();

    /** Notes what has changed of a stream. */
    void changed(StreamDiscovery stream) {
        StreamBacklog backlog = stream.backlog();
        if (backlog.isExhausted()) {
            active.remove(backlog.stream());
        } else if (active.add(backlog.stream())) {
            unheard.add(backlog.stream());
        }
        if (stream.isHeardOf() || backlog.isExhausted() || backlog.hasSplit()) {
            unheard.remove(backlog.stream());
        }
    }

    boolean contains(StreamReference stream) {
        return active.contains(stream);
    }

    boolean isEmpty() {
        return active.isEmpty();
    }

    int size() {
        return active.size();
    }

    /** Whether it is known of each of them whether it can be read now. */
    boolean areHeardOf() {
        return unheard.isEmpty();
    }
}
