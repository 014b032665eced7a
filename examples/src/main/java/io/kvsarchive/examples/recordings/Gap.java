/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import java.time.Duration;
import java.time.Instant;

/** A time of which a stream holds nothing, within the time of which it does. */
public record Gap(Instant from, Instant to) {

    public static Gap ofMillis(long from, long to) {
        return new Gap(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
