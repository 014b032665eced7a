/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.FragmentSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How far a stream has been listed.
 *
 * @param range all that is to be listed
 * @param listedUpTo fragments that begin up to here have been listed; empty before the first
 * @param windowLength how long the next window of time should be
 */
@Internal
public record ListingPosition(
        FragmentSelector range, Optional<Instant> listedUpTo, Duration windowLength) {

    public ListingPosition {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(listedUpTo, "listedUpTo");
        Objects.requireNonNull(windowLength, "windowLength");
    }

    /** The beginning of a range, all of which is tried as the first window. */
    public static ListingPosition atStartOf(FragmentSelector range) {
        return new ListingPosition(
                range, Optional.empty(), Duration.between(range.start(), range.end()));
    }

    Instant startOfWindow() {
        return listedUpTo.orElse(range.start());
    }

    ListingPosition widened(int factor) {
        return new ListingPosition(range, listedUpTo, windowLength.multipliedBy(factor));
    }
}
