/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;

/** Which readers may read a stream side by side. */
interface StreamSharing {

    /** Whether enough is known to hand out anything. */
    boolean isSettled();

    /** Whether a reader may read a stream now, beside those that do. */
    boolean mayRead(int reader, StreamBacklog stream);

    /** How many readers may read a stream at a time. */
    int maxReaders(StreamBacklog stream);
}
