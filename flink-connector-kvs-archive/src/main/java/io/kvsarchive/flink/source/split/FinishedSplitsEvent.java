/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the enumerator which splits a reader is done with, before it asks for others.
 *
 * @param splitIds in the order in which they were finished
 * @param pausedIds those of them that were paused when they were finished. They must not be used
 *     again: up to Flink 2.3.0 the operator goes on to take them for paused, and fails when it
 *     resumes what it has not paused (SourceOperator.splitFinished)
 */
@Internal
public record FinishedSplitsEvent(List<String> splitIds, List<String> pausedIds)
        implements SourceEvent {

    public FinishedSplitsEvent {
        splitIds = List.copyOf(splitIds);
        pausedIds = List.copyOf(pausedIds);
    }
}
