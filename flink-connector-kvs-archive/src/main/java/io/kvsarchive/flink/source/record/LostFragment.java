/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A fragment that was listed, or asked for, and can't be had.
 *
 * @param stream the stream's name
 * @param fragmentNumber the fragment's number, unique within its stream
 * @param producerTimestamp when the fragment began by the producer's clock; empty for a fragment
 *     that was asked for by its number
 * @param sizeInBytes the size that the listing tells; 0 for a fragment that was asked for by its
 *     number
 * @param emittedFrames how many of its frames had been emitted before the job was restored; the
 *     others are missing
 * @param cause what kind of failure it was
 * @param description what the service answered, with its code, and how often it was asked
 */
@PublicEvolving
public record LostFragment(
        String stream,
        String fragmentNumber,
        Optional<Instant> producerTimestamp,
        long sizeInBytes,
        int emittedFrames,
        Cause cause,
        String description) {

    /** Why a fragment can't be had. */
    @PublicEvolving
    public enum Cause {
        /** The service refuses each request for it, as it does once a fragment has expired. */
        REFUSED,
        /** The service's answers are without it, or with an error in its place. */
        NOT_DELIVERED,
        /** Its bytes are no Matroska, or more than the options allow. */
        UNREADABLE
    }

    public LostFragment {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(description, "description");
    }
}
