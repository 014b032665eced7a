/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the enumerator which splits a reader took over from a checkpoint, when it starts.
 *
 * @param splits in the order in which the reader reads them
 */
@Internal
public record RestoredSplitsEvent(List<Restored> splits) implements SourceEvent {

    /**
     * A split that was taken over.
     *
     * @param stream the stream's name or ARN
     */
    public record Restored(String splitId, long assignment, String stream) implements Serializable {

        public static Restored of(KvsArchiveSplit split) {
            return new Restored(split.splitId(), split.assignment(), split.stream().text());
        }
    }

    public RestoredSplitsEvent {
        splits = List.copyOf(splits);
    }

    public static RestoredSplitsEvent of(List<KvsArchiveSplit> splits) {
        return new RestoredSplitsEvent(splits.stream().map(Restored::of).toList());
    }
}
