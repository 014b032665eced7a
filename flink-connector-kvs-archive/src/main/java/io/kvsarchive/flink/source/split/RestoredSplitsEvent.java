/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator which splits a reader took over from a checkpoint, when it starts. */
@Internal
public final class RestoredSplitsEvent implements SourceEvent {

    private static final long serialVersionUID = 1L;

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

    private final Restored[] splits;

    public RestoredSplitsEvent(List<KvsArchiveSplit> splits) {
        this.splits = splits.stream().map(Restored::of).toArray(Restored[]::new);
    }

    /** The splits, in the order in which the reader reads them. */
    public List<Restored> splits() {
        return List.of(splits);
    }
}
