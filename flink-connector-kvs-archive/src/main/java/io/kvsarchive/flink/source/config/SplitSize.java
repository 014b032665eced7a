/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * How much one split, and so one request, may hold. A single fragment may exceed the bytes and the
 * duration.
 *
 * @param maxDuration from the first fragment's begin to the last one's end
 */
@Internal
public record SplitSize(int maxFragments, long maxBytes, Duration maxDuration)
        implements Serializable {

    /** Asked for more fragments at a time, the service refuses. */
    private static final int MAX_FRAGMENTS_OF_SERVICE = 1000;

    static SplitSize of(CheckedOptions options) {
        return new SplitSize(
                options.between(
                        KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 1, MAX_FRAGMENTS_OF_SERVICE),
                options.positiveSize(KvsArchiveSourceOptions.SPLIT_MAX_SIZE),
                options.positive(KvsArchiveSourceOptions.SPLIT_MAX_DURATION));
    }

    /** The same size with no more fragments than so many. */
    public SplitSize withAtMost(int fragments) {
        return new SplitSize(Math.min(maxFragments, fragments), maxBytes, maxDuration);
    }
}
