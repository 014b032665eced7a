/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import org.apache.flink.annotation.Internal;

/**
 * How many fragments of a stream are listed ahead of those that are handed out: all streams
 * together may not take more memory than a few did. For the coordinator's thread.
 */
@Internal
public final class FragmentsAhead {

    private static final int MIN_OF_EACH_STREAM = 10;

    private final int maxOfEachStream;
    private final int maxOfAllStreams;
    private int streams;

    public FragmentsAhead(int maxOfEachStream, int maxOfAllStreams) {
        this.maxOfEachStream = maxOfEachStream;
        this.maxOfAllStreams = maxOfAllStreams;
    }

    /** So many streams share what is allowed, from now on. */
    public void shareAmong(int activeStreams) {
        streams = activeStreams;
    }

    /** How many fragments of a stream may be listed ahead. */
    int max() {
        int share = maxOfAllStreams / Math.max(1, streams);
        return Math.max(MIN_OF_EACH_STREAM, Math.min(maxOfEachStream, share));
    }

    /** More is listed as soon as fewer are left. */
    int enough() {
        return Math.max(1, max() / 2);
    }
}
