/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentSelectorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How far a stream has been listed and handed out.
 *
 * @param clock by which time it is listed
 * @param end of the range that is listed; empty where the listing follows the stream's live edge
 * @param earliestProducerTimestamp fragments that began before are left out, whatever the range
 * @param from fragments that begin before this time are done. What begins just then or later is
 *     done if its number is among those delivered
 * @param delivered fragments that begin at {@code from} or later and have been handed out, or are
 *     not to be: when they begin by the clock, in milliseconds since the epoch, by their numbers
 * @param windowLength how long the next window of time should be
 * @param listedTo up to where the stream had been listed
 * @param pending how many fragments had been listed up to there and not been handed out; 0 where
 *     that is not known
 * @param samplingState what tells whether the next fragment is read
 */
@Internal
public record ListingPosition(
        FragmentSelectorType clock,
        Optional<Instant> end,
        Instant earliestProducerTimestamp,
        Instant from,
        Map<String, Long> delivered,
        Duration windowLength,
        Instant listedTo,
        int pending,
        long samplingState) {

    public ListingPosition {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(earliestProducerTimestamp, "earliestProducerTimestamp");
        Objects.requireNonNull(from, "from");
        delivered = Map.copyOf(delivered);
        Objects.requireNonNull(windowLength, "windowLength");
        Objects.requireNonNull(listedTo, "listedTo");
    }

    /** The beginning of a range, all of which is tried as the first window. */
    public static ListingPosition ofRange(FragmentSelectorType clock, Instant start, Instant end) {
        return atStart(clock, start, Optional.of(end), Instant.EPOCH, Duration.between(start, end));
    }

    /**
     * The beginning of an unbounded listing. Goes by the service's clock: fragments that arrive
     * late are new by that clock, whatever the producer's says.
     */
    public static ListingPosition unbounded(
            Instant start, Instant earliestProducerTimestamp, Instant now) {
        Duration past = Duration.between(start, now);
        return atStart(
                FragmentSelectorType.SERVER_TIMESTAMP,
                start,
                Optional.empty(),
                earliestProducerTimestamp,
                past.isNegative() ? Duration.ZERO : past);
    }

    private static ListingPosition atStart(
            FragmentSelectorType clock,
            Instant start,
            Optional<Instant> end,
            Instant earliestProducerTimestamp,
            Duration windowLength) {
        return new ListingPosition(
                clock,
                end,
                earliestProducerTimestamp,
                start,
                Map.of(),
                windowLength,
                start,
                0,
                Sampler.FRESH);
    }

    /** What is listed from here on. */
    ListingRange range() {
        return new ListingRange(clock, end, earliestProducerTimestamp);
    }

    /** The same position, and another length of the next window. */
    public ListingPosition withWindowLength(Duration length) {
        return new ListingPosition(
                clock,
                end,
                earliestProducerTimestamp,
                from,
                delivered,
                length,
                listedTo,
                pending,
                samplingState);
    }
}
