/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * Selects the fragments of a stream that begin within a range of time.
 *
 * <p>Both ends are included. A fragment that began before {@code start} is left out although its
 * last frames may lie within the range.
 *
 * @param start the earliest start, in whole milliseconds
 * @param end the latest start, in whole milliseconds
 */
@Internal
public record FragmentSelector(FragmentSelectorType type, Instant start, Instant end) {

    public FragmentSelector {
        Objects.requireNonNull(type, "type");
        if (start.isAfter(end)) {
            throw new IllegalArgumentException(
                    "the start of a range of time, %s, is after its end, %s".formatted(start, end));
        }
    }
}
