/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.StoredFragment;
import java.time.Instant;

/** By whose clock fragments are selected. */
public enum Clock {
    PRODUCER,
    SERVER;

    /** A fragment's start by this clock, in milliseconds since the epoch. */
    long startOf(StoredFragment fragment) {
        Instant start =
                this == PRODUCER ? fragment.producerTimestamp() : fragment.serverTimestamp();
        return start.toEpochMilli();
    }
}
