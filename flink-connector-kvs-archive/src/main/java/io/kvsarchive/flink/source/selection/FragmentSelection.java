/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import io.kvsarchive.service.FragmentSelectorType;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Which fragments of a stream a job reads. */
@Internal
public sealed interface FragmentSelection extends Serializable {

    /** Before this, times can't be told to the service. */
    Instant EARLIEST = Instant.EPOCH;

    /** After this, times can't be told to the service. */
    Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * The fragments that begin within a range of time, both ends included.
     *
     * @param end null for as late as the job's start can know of
     */
    record InTimeRange(FragmentSelectorType type, Instant start, @Nullable Instant end)
            implements FragmentSelection {}

    /** The fragments that begin at a time or later, and those that are yet to come. */
    record Unbounded(FragmentSelectorType type, Instant start) implements FragmentSelection {}

    /** The fragments with certain numbers. */
    record Numbered(List<String> numbers) implements FragmentSelection {
        public Numbered {
            numbers = List.copyOf(numbers);
        }
    }
}
