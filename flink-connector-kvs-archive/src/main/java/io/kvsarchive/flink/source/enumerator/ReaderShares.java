/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;

/**
 * How the readers are spread over the streams that have something to read: no stream takes more
 * than its share of them while others have something, too. So a stream that is slow, or refused,
 * holds up no other.
 */
final class ReaderShares {

    private final Readers readers;
    private final ReadyStreams ready;
    private final ActiveStreams active;
    private final SplitsByReader held;

    ReaderShares(Readers readers, ReadyStreams ready, ActiveStreams active, SplitsByReader held) {
        this.readers = readers;
        this.ready = ready;
        this.active = active;
        this.held = held;
    }

    /**
     * Whether a reader may get a split beside those that it holds. While nothing has been heard of
     * some streams, no reader gets a spare one: if that is of a stream that turns out slow, the
     * reader has nothing else.
     */
    boolean mayTakeMore(int reader) {
        return held.heldBy(reader) == 0 || active.areHeardOf();
    }

    /** How many readers each stream has if all are read side by side. */
    int ofEachStream() {
        int streams = Math.max(1, ready.size());
        return (Math.max(1, readers.all().size()) + streams - 1) / streams;
    }

    /** Whether a reader may read a stream without taking more than such a share for it. */
    boolean hasRoomFor(int reader, StreamReference stream, int share) {
        int others = held.readersOf(stream) - (held.isReaderOf(reader, stream) ? 1 : 0);
        return others < share;
    }
}
