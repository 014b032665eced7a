/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;

/** As many readers read a stream as its quota has lanes. */
final class ParallelReading implements StreamSharing {

    private final SplitsByReader held;

    ParallelReading(SplitsByReader held) {
        this.held = held;
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public boolean mayRead(int reader, StreamBacklog stream) {
        return held.isReaderOf(reader, stream.stream())
                || held.readersOf(stream.stream()) < maxReaders(stream);
    }

    @Override
    public int maxReaders(StreamBacklog stream) {
        return stream.quota().lanes();
    }
}
