/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many media bodies of each stream are under way. Safe for use by several threads. */
public final class MediaConnections {

    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    /**
     * Takes a connection for a body.
     *
     * @param limit how many there may be, this one included
     * @return to be run once the body has ended or failed, any number of times; empty if there are
     *     too many
     */
    public Optional<Runnable> take(String stream, int limit) {
        AtomicInteger connections = open.computeIfAbsent(stream, name -> new AtomicInteger());
        int before = connections.getAndUpdate(count -> count < limit ? count + 1 : count);
        if (before >= limit) {
            return Optional.empty();
        }
        AtomicBoolean isCounted = new AtomicBoolean(true);
        return Optional.of(
                () -> {
                    if (isCounted.getAndSet(false)) {
                        connections.decrementAndGet();
                    }
                });
    }
}
