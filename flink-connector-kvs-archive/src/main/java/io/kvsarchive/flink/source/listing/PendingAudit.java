/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job that went before had listed and not handed out. It is listed again, and some of it may
 * have expired meanwhile.
 *
 * @param from where that job's listing and handing out had come to
 */
record PendingAudit(StreamReference stream, ListingPosition from) {

    /** What is to be found again from a position on; empty if nothing is. */
    static Optional<PendingAudit> of(StreamReference stream, ListingPosition position) {
        return position.pending() > 0
                ? Optional.of(new PendingAudit(stream, position))
                : Optional.empty();
    }

    /** Up to where the stream had been listed. */
    Instant listedTo() {
        return from.listedTo();
    }

    /** How many of the fragments up to there had not been handed out. */
    int pending() {
        return from.pending();
    }

    /**
     * Checks that all is there still, if a window reaches far enough to tell.
     *
     * @param found what the window holds and had not been handed out
     * @throws UnavailableDataException if some of it is gone and the job is to fail then
     */
    void check(FragmentSelector window, List<ListedFragment> found, LostData lostData)
            throws UnavailableDataException {
        long millis = listedTo().toEpochMilli();
        long left =
                found.stream()
                        .filter(
                                fragment ->
                                        fragment.timestamp(from.clock()).toEpochMilli() <= millis)
                        .count();
        boolean reachesAll = !window.end().isBefore(listedTo());
        if (reachesAll && left < pending()) {
            lostData.goOnWithout(
                    ("Stream '%s' keeps %s of %s fragments no more that began from %s to %s and"
                                    + " that the job was to read when its last checkpoint was"
                                    + " made.")
                            .formatted(
                                    stream,
                                    pending() - left,
                                    pending(),
                                    window.start(),
                                    Instant.ofEpochMilli(millis)),
                    Optional.empty());
        }
    }
}
