/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator which splits a reader is done with, before it asks for others. */
@Internal
public final class FinishedSplitsEvent implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String[] splitIds;

    public FinishedSplitsEvent(Iterable<String> splitIds) {
        List<String> ids = new ArrayList<>();
        splitIds.forEach(ids::add);
        this.splitIds = ids.toArray(String[]::new);
    }

    public List<String> splitIds() {
        return List.of(splitIds);
    }
}
