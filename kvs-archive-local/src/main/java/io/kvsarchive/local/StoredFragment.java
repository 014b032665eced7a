/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What a listing says of a fragment.
 *
 * @param fragmentNumber decimal digits
 * @param producerTimestamp when it begins by the producer's clock
 * @param serverTimestamp when the service began to receive it
 * @param duration from its first frame to its last: 0 for a single frame, and never with the last
 *     frame's own duration
 * @param size bytes of what is served for it
 */
public record StoredFragment(
        String fragmentNumber,
        Instant producerTimestamp,
        Instant serverTimestamp,
        Duration duration,
        long size) {

    public StoredFragment {
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(serverTimestamp, "serverTimestamp");
        Objects.requireNonNull(duration, "duration");
    }
}
