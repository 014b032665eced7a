/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of the fragments that were read and are not yet emitted. The next fragment is
 * begun only while there is room, so that the bound is passed by one fragment at most.
 */
final class BufferBudget {

    private final long maxBytes;
    private final FetcherWait wait;
    private final AtomicLong bytes = new AtomicLong();

    BufferBudget(long maxBytes, FetcherWait wait) {
        this.maxBytes = maxBytes;
        this.wait = wait;
    }

    boolean hasRoom() {
        return bytes.get() < maxBytes;
    }

    void take(long count) {
        bytes.addAndGet(count);
    }

    void giveBack(long count) {
        bytes.addAndGet(-count);
        wait.recheck();
    }
}
