/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import java.time.Duration;
import java.util.Optional;

/** Keeps streams from being read too far ahead of each other, by the listing's clock. */
final class StreamDrift implements BacklogListener {

    private final Optional<Duration> maxDrift;
    private final EarliestOfStreams positions = new EarliestOfStreams();

    /**
     * @param maxDrift how far a stream may be ahead of the one that is furthest behind; empty if
     *     there is no bound
     */
    StreamDrift(Optional<Duration> maxDrift) {
        this.maxDrift = maxDrift;
    }

    @Override
    public void changed(StreamBacklog backlog) {
        if (maxDrift.isPresent()) {
            positions.update(backlog.stream(), backlog.positionMillis());
        }
    }

    /** Where a split may begin at the latest, in milliseconds since the epoch. */
    long latestStartMillis() {
        long furthestBehind = positions.millis();
        return maxDrift.filter(drift -> furthestBehind != Long.MAX_VALUE)
                .map(drift -> furthestBehind + drift.toMillis())
                .orElse(Long.MAX_VALUE);
    }
}
