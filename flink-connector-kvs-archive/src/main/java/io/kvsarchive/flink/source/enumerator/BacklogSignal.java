/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.service.StreamReference;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Tells Flink that an unbounded job reads the past, until it has come to the live edge of each
 * stream. For the coordinator's thread.
 */
final class BacklogSignal implements BacklogListener {

    private final SplitEnumeratorContext<?> context;
    private final Set<StreamReference> behind = new HashSet<>();
    private final Set<StreamReference> caughtUp = new HashSet<>();
    private boolean isBehind;

    BacklogSignal(SplitEnumeratorContext<?> context) {
        this.context = context;
    }

    void begin() {
        isBehind = true;
        context.setIsProcessingBacklog(true);
    }

    /** A stream that has come to its live edge once does not fall back into the past. */
    @Override
    public void changed(StreamBacklog backlog) {
        if (backlog.isCaughtUp()) {
            caughtUp.add(backlog.stream());
            behind.remove(backlog.stream());
        } else if (!caughtUp.contains(backlog.stream())) {
            behind.add(backlog.stream());
        }
    }

    /** All streams that there are now have been found. */
    void streamsAreFound() {
        if (isBehind && behind.isEmpty()) {
            isBehind = false;
            context.setIsProcessingBacklog(false);
        }
    }
}
