/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.service.StreamReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** Which reader reads which stream, where each stream is read by one reader only. */
final class StreamOwners implements BacklogListener {

    private final Map<StreamReference, Integer> readers = new HashMap<>();
    private final ActiveStreams active;
    private final IntSupplier parallelism;
    private final Set<Integer> awaited;

    /**
     * @param parallelism how many readers the job has
     * @param awaited readers that have yet to say what they restored: any of them may own any
     *     stream
     */
    StreamOwners(ActiveStreams active, IntSupplier parallelism, Set<Integer> awaited) {
        this.active = active;
        this.parallelism = parallelism;
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

    /** Whether a stream may go to a reader: all of them own as many, about. */
    boolean mayRead(int reader, StreamReference stream) {
        Integer owner = readers.get(stream);
        return owner == null ? countOf(reader) < fairShare() : owner == reader;
    }

    private int fairShare() {
        int all = parallelism.getAsInt();
        return (active.size() + all - 1) / all;
    }

    private long countOf(int reader) {
        return readers.values().stream().filter(owner -> owner == reader).count();
    }

    /** A reader has been given something of a stream, or has restored it. */
    void owns(int reader, StreamReference stream) {
        if (active.contains(stream)) {
            readers.put(stream, reader);
        }
    }

    /** A stream that has come to its end has no owner. */
    @Override
    public void changed(StreamBacklog backlog) {
        if (backlog.isExhausted()) {
            readers.remove(backlog.stream());
        }
    }
}
