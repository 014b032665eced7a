/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.discovery.KnownStreams;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.enumerator.UnconfirmedSplits.UnconfirmedSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent.Restored;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which splits readers do not go on with, when they start or fail, and returns them to
 * their streams to be handed out again. For the coordinator's thread.
 */
final class ReturnedSplits {

    private static final Logger LOG = LoggerFactory.getLogger(ReturnedSplits.class);

    private final KnownStreams streams;
    private final UnconfirmedSplits unconfirmed;
    private final SplitsTakenOnRestore taken;
    private final WatermarkSettings watermarks;
    private final IntSupplier parallelism;
    private long kept;
    private long reportedAnew;
    private long notArrived;

    /**
     * @param parallelism how many readers the job has
     */
    ReturnedSplits(
            KnownStreams streams,
            UnconfirmedSplits unconfirmed,
            SplitsTakenOnRestore taken,
            WatermarkSettings watermarks,
            IntSupplier parallelism) {
        this.streams = streams;
        this.unconfirmed = unconfirmed;
        this.taken = taken;
        this.watermarks = watermarks;
        this.parallelism = parallelism;
    }

    /**
     * A reader registers.
     *
     * @param reported what it found in a checkpoint and does not go on with by itself
     */
    void readerRegistered(int reader, List<KvsArchiveSplit> reported) {
        boolean isOfRestoredJob = taken.registered(reader);
        if (reported.isEmpty()) {
            return;
        }
        Optional<Integer> onlyFor = isOfRestoredJob ? Optional.empty() : toItsReader(reader);
        List<KvsArchiveSplit> anew = taken.take(reported);
        reportedAnew += anew.size();
        anew.forEach(split -> returnToStream(reader, split, onlyFor));
        settle(reader, reported.stream().map(Restored::of).toList());
    }

    /** A reader goes on with what it found in a checkpoint. */
    void readerRestored(int reader, List<Restored> restored) {
        kept += restored.size();
        settle(reader, restored);
    }

    private void settle(int reader, List<Restored> restored) {
        for (UnconfirmedSplit split : unconfirmed.restored(reader, restored)) {
            notArrived++;
            returnToStream(split.reader(), split.split(), toItsReader(split.reader()));
        }
    }

    /**
     * A reader has failed.
     *
     * @param splits what it was given after the checkpoint that it goes back to
     */
    void readerFailed(int reader, List<KvsArchiveSplit> splits) {
        unconfirmed.readerReset(reader);
        splits.forEach(split -> returnToStream(reader, split, toItsReader(reader)));
    }

    /**
     * A split that comes from one reader alone goes back to it if the source emits watermarks,
     * since those of the others may be beyond it.
     */
    private Optional<Integer> toItsReader(int reader) {
        return watermarks.areFromSource() && reader < parallelism.getAsInt()
                ? Optional.of(reader)
                : Optional.empty();
    }

    /** A checkpoint may hold splits of a stream that the job no longer names. */
    private void returnToStream(int reader, KvsArchiveSplit split, Optional<Integer> onlyFor) {
        LOG.debug(
                "Split {} comes back from reader {}: {}",
                split.splitId(),
                reader,
                new SplitText(split));
        if (streams.find(split.stream()).isEmpty()) {
            streams.addFound(StreamProgress.exhausted(split.stream()));
        }
        streams.find(split.stream()).orElseThrow().takeBack(split, onlyFor);
    }

    /** How many splits readers went on with that they had found in checkpoints. */
    long countKept() {
        return kept;
    }

    /** How many splits readers found in checkpoints and reported, to be handed out again. */
    long countReported() {
        return reportedAnew;
    }

    /** How many splits were on their way at a checkpoint, and are in no reader's state. */
    long countUnconfirmed() {
        return notArrived;
    }
}
