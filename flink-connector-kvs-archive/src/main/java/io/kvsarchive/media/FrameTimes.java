/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * The times at which a fragment's frames begin and end, over all tracks. Immutable.
 *
 * @param first when the earliest frame is to be presented
 * @param last when the latest frame is to be presented
 */
@Internal
public record FrameTimes(Instant first, Instant last) {

    public FrameTimes {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }
}
