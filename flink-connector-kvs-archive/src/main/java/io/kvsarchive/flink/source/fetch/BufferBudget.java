/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of the fragments that were read and are not yet emitted. The next fragment is
 * begun only while there is room, so that the bound is passed by one fragment at most.
 *
 * <p>Fragments that wait for their turn take room, too. But they can wait for one that is still to
 * be read: so when nothing else is left to be emitted, reading goes on.
 */
final class BufferBudget {

    private final long maxBytes;
    private final FetcherWait wait;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong heldBytes = new AtomicLong();

    BufferBudget(long maxBytes, FetcherWait wait) {
        this.maxBytes = maxBytes;
        this.wait = wait;
    }

    boolean hasRoom() {
        long toBeEmitted = bytes.get();
        return toBeEmitted == 0 || toBeEmitted + heldBytes.get() < maxBytes;
    }

    /** Whether so many bytes can wait for their turn without passing the bound. */
    boolean hasRoomToHold(long count) {
        return bytes.get() + heldBytes.get() + count <= maxBytes;
    }

    void hold(long count) {
        heldBytes.addAndGet(count);
    }

    /** Their turn has come. For the thread that reads, which needs not be told. */
    void letGo(long count) {
        heldBytes.addAndGet(-count);
    }

    void take(long count) {
        bytes.addAndGet(count);
    }

    void giveBack(long count) {
        bytes.addAndGet(-count);
        wait.recheck();
    }
}
