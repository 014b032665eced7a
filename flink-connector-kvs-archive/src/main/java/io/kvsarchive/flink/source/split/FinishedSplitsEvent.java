/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator which splits a reader is done with, before it asks for others. */
@Internal
public final class FinishedSplitsEvent implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String[] splitIds;
    private final String[] pausedIds;

    /**
     * Of splits, in the order in which they were finished.
     *
     * @param pausedIds those of them that were paused when they were finished
     */
    public FinishedSplitsEvent(Collection<String> splitIds, Collection<String> pausedIds) {
        this.splitIds = splitIds.toArray(String[]::new);
        this.pausedIds = pausedIds.toArray(String[]::new);
    }

    public List<String> splitIds() {
        return List.of(splitIds);
    }

    /**
     * Ids that must not be used again: up to Flink 2.3.0 the operator goes on to take them for
     * paused, and fails when it resumes what it has not paused (SourceOperator.splitFinished).
     */
    public List<String> pausedIds() {
        return List.of(pausedIds);
    }
}
