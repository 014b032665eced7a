/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;

import java.time.Duration;
import java.util.Optional;

/** Keeps streams from being read too far ahead of each other, by the listing's clock. */
final class StreamDrift {

    private final Optional<Duration> most;
    private final EarliestOfStreams positions = new EarliestOfStreams();

    /**
     * @param most how far a stream may be ahead of the one that is furthest behind; empty if there
     *     is no bound
     */
    StreamDrift(Optional<Duration> most) {
        this.most = most;
    }

    /** Notes what has changed of a stream. */
    void changed(StreamBacklog stream) {
        if (most.isPresent()) {
            positions.update(stream.stream(), stream.positionMillis());
        }
    }

    /** Where a split may begin at the latest, in milliseconds since the epoch. */
    long latestStartMillis() {
        long furthestBehind = positions.millis();
        return most.filter(drift -> furthestBehind != Long.MAX_VALUE)
                .map(drift -> furthestBehind + drift.toMillis())
                .orElse(Long.MAX_VALUE);
    }
}
