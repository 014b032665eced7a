/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import java.time.Instant;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.util.Collector;

/** Gives records the time at which they are to be presented. */
final class Presentation {

    private Presentation() {}

    /**
     * Emits a record with an event time of its own.
     *
     * <p>Nothing that Flink declares public does so in the midst of a job but strategies that make
     * watermarks, too, in place of the source's. Every version from 1.20 to 2.3 hands this
     * collector to a process function.
     */
    static <T> void collect(T record, Instant timestamp, Collector<T> out) {
        ((TimestampedCollector<T>) out).setAbsoluteTimestamp(timestamp.toEpochMilli());
        out.collect(record);
    }
}
