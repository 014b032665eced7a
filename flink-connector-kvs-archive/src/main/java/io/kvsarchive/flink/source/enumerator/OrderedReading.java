/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;

/**
 * One reader reads all of a stream, a split at a time: when a job is restored with another
 * parallelism, Flink may give the splits of a reader to different ones.
 */
final class OrderedReading implements StreamSharing {

    private final SplitsByReader held;
    private final StreamOwners owners;

    OrderedReading(SplitsByReader held, StreamOwners owners) {
        this.held = held;
        this.owners = owners;
    }

    @Override
    public boolean isSettled() {
        return owners.areKnown();
    }

    @Override
    public boolean mayRead(int reader, StreamBacklog stream) {
        return held.readersOf(stream.stream()) == 0 && owners.mayRead(reader, stream.stream());
    }

    @Override
    public int maxReaders(StreamBacklog stream) {
        return 1;
    }
}
