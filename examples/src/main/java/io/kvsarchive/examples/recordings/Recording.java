/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import java.time.Duration;
import java.time.Instant;

/** A time that a stream holds without a gap. */
public record Recording(Instant from, Instant to) {

    public Duration length() {
        return Duration.between(from, to);
    }
}
