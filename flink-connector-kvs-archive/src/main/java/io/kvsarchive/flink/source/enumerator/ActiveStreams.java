/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.FragmentsAhead;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.service.StreamReference;
import java.util.HashSet;
import java.util.Set;

/** The streams of which something is, or will be, left to hand out. */
final class ActiveStreams implements BacklogListener {

    private final FragmentsAhead ahead;
    private final Set<StreamReference> active = new HashSet<>();

    /** Those of which nothing has been heard so far. */
    private final Set<StreamReference> unheard = new HashSet<>();

    /**
     * @param ahead what they share
     */
    ActiveStreams(FragmentsAhead ahead) {
        this.ahead = ahead;
    }

    @Override
    public void changed(StreamBacklog backlog) {
        boolean isActive = !backlog.isExhausted();
        boolean isUnheard = isActive && !backlog.isHeardOf() && !backlog.hasSplit();
        keep(active, backlog.stream(), isActive);
        keep(unheard, backlog.stream(), isUnheard);
        ahead.shareAmong(active.size());
    }

    private static void keep(
            Set<StreamReference> streams, StreamReference stream, boolean isAmongThem) {
        if (isAmongThem) {
            streams.add(stream);
        } else {
            streams.remove(stream);
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
