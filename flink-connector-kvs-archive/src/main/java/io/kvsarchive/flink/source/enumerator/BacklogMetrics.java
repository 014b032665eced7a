/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;

/** Counts what has been found and not been handed out. */
final class BacklogMetrics implements BacklogListener {

    private final EnumeratorMetrics metrics;
    private final SplitSize splitSize;
    private final ActiveStreams active;

    /**
     * @param active is told of each change before
     */
    BacklogMetrics(EnumeratorMetrics metrics, SplitSize splitSize, ActiveStreams active) {
        this.metrics = metrics;
        this.splitSize = splitSize;
        this.active = active;
    }

    @Override
    public void changed(StreamBacklog backlog) {
        metrics.unassigned(
                backlog.stream(), backlog.countSplits(splitSize), backlog.countFragments());
        metrics.unfinished(active.size());
    }
}
