/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator keeps in a checkpoint.
 *
 * @param generation how often the job was started or restored; part of the ids of splits, so that
 *     those made since are not mistaken for those that readers took over
 * @param assignments how many splits have been handed out
 * @param streamsAreFound whether the streams that the job had to look for are among these
 * @param unconfirmed splits that were on their way to readers
 */
@Internal
public record KvsArchiveEnumeratorState(
        int generation,
        long assignments,
        boolean streamsAreFound,
        List<StreamProgress> streams,
        List<UnconfirmedSplits.UnconfirmedSplit> unconfirmed) {

    /** The generation of a state that no reader's state goes with. */
    static final int WITHOUT_READERS = 0;

    public KvsArchiveEnumeratorState {
        streams = List.copyOf(streams);
        unconfirmed = List.copyOf(unconfirmed);
    }

    /** The state of a job that starts. */
    public static KvsArchiveEnumeratorState fresh(StreamSelection selection, Instant jobStart) {
        return new KvsArchiveEnumeratorState(WITHOUT_READERS, 0, false, List.of(), List.of())
                .restored(selection, jobStart);
    }

    /**
     * The state of a job that goes on from this one. Streams that are new to the job begin at their
     * start; those that it no longer selects are dropped.
     */
    public KvsArchiveEnumeratorState restored(StreamSelection selection, Instant jobStart) {
        List<StreamProgress> known = new ArrayList<>(streams);
        List<StreamProgress> progress = new ArrayList<>();
        selection
                .named()
                .forEach(
                        (stream, fragments) ->
                                progress.add(
                                        take(known, stream)
                                                .orElseGet(
                                                        () ->
                                                                StreamProgress.fresh(
                                                                        stream,
                                                                        Optional.empty(),
                                                                        fragments,
                                                                        jobStart))));
        known.stream()
                .filter(stream -> selection.mayHaveFound(stream.stream()))
                .forEach(progress::add);
        return new KvsArchiveEnumeratorState(
                generation + 1, assignments, streamsAreFound, progress, unconfirmed);
    }

    /** Whether readers go on from states of their own. */
    boolean isRestored() {
        return generation > WITHOUT_READERS + 1;
    }

    /** A stream may be named by its ARN where it was named by its name before, and vice versa. */
    private static Optional<StreamProgress> take(
            List<StreamProgress> known, StreamReference stream) {
        Optional<StreamProgress> same =
                known.stream()
                        .filter(progress -> progress.stream().equals(stream))
                        .findFirst()
                        .or(
                                () ->
                                        known.stream()
                                                .filter(progress -> progress.isOf(stream))
                                                .findFirst());
        same.ifPresent(known::remove);
        return same.map(progress -> progress.as(stream));
    }
}
