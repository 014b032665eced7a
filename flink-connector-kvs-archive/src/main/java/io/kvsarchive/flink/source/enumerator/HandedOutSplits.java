/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.StreamReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes splits, and keeps account of who has got them. For the coordinator's thread. */
final class HandedOutSplits {

    private static final Logger LOG = LoggerFactory.getLogger(HandedOutSplits.class);

    private final SplitIds ids;
    private final SplitsByReader held;
    private final StreamOwners owners;
    private final UnconfirmedSplits unconfirmed;
    private final EnumeratorMetrics metrics;
    private final long assignmentsBefore;
    private long assignments;
    private long fragmentsSinceStart;

    /**
     * @param assignments how many splits have been handed out before
     */
    HandedOutSplits(
            SplitIds ids,
            SplitsByReader held,
            StreamOwners owners,
            UnconfirmedSplits unconfirmed,
            EnumeratorMetrics metrics,
            long assignments) {
        this.ids = ids;
        this.held = held;
        this.owners = owners;
        this.unconfirmed = unconfirmed;
        this.metrics = metrics;
        this.assignmentsBefore = assignments;
        this.assignments = assignments;
    }

    /** How many splits have been handed out. */
    long assignments() {
        return assignments;
    }

    long splitsSinceStart() {
        return assignments - assignmentsBefore;
    }

    long fragmentsSinceStart() {
        return fragmentsSinceStart;
    }

    /** Takes so many fragments of a stream as a split for a reader. */
    KvsArchiveSplit handOut(int reader, StreamBacklog stream, int fragments) {
        stream.quota().takeFragments(fragments);
        owners.owns(reader, stream.stream());
        assignments++;
        metrics.assigned();
        KvsArchiveSplit split =
                stream.takeSplit(reader, ids.unused(reader, assignments), assignments, fragments);
        fragmentsSinceStart += split.fragments().size();
        LOG.debug("Split {} goes to reader {}: {}", split.splitId(), reader, new SplitText(split));
        unconfirmed.sent(reader, split);
        held.assigned(reader, split.splitId(), split.stream());
        return split;
    }

    /** A reader has taken a split over from a checkpoint. */
    void restored(int reader, String splitId, StreamReference stream) {
        held.assigned(reader, splitId, stream);
        owners.owns(reader, stream);
    }

    /** A reader is done with a split. */
    void finished(int reader, String splitId) {
        LOG.debug("Reader {} has finished split {}", reader, splitId);
        held.finished(reader, splitId);
    }

    /** A reader can be given no other split of that id. */
    void spent(int reader, String splitId) {
        ids.spent(reader, splitId);
    }

    /** How many splits a reader holds. */
    int heldBy(int reader) {
        return held.heldBy(reader);
    }

    /** How many readers hold splits of a stream. */
    int readersOf(StreamReference stream) {
        return held.readersOf(stream);
    }

    /**
     * A reader is told that no more splits come. Flink passes on no request of it from then on, so
     * nothing would free its lanes any more, and splits that another reader gives back would wait
     * for them for ever.
     */
    void dismissed(int reader) {
        held.release(reader);
    }

    /** A reader starts anew: it holds what it is about to tell. */
    void forget(int reader) {
        held.release(reader);
        ids.forget(reader);
    }
}
