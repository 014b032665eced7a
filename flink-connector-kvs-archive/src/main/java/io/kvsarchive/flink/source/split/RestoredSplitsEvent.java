/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator which splits a reader took over from a checkpoint. */
@Internal
public final class RestoredSplitsEvent implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, String> streamBySplitId = new LinkedHashMap<>();

    public RestoredSplitsEvent(List<KvsArchiveSplit> splits) {
        splits.forEach(split -> streamBySplitId.put(split.splitId(), split.stream().text()));
    }

    /** The stream of each split, in the order in which the reader reads them. */
    public Map<String, String> streamBySplitId() {
        return streamBySplitId;
    }
}
