/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator keeps in a checkpoint.
 *
 * @param generation how often the job was started or restored; part of the ids of splits, so that
 *     those made since are not mistaken for those that readers took over
 */
@Internal
public record KvsArchiveEnumeratorState(int generation, List<StreamProgress> streams) {

    public KvsArchiveEnumeratorState {
        streams = List.copyOf(streams);
    }

    /** The state of a job that starts. */
    public static KvsArchiveEnumeratorState fresh(
            Map<StreamReference, FragmentSelection> selections, Instant jobStart) {
        return new KvsArchiveEnumeratorState(0, List.of()).restored(selections, jobStart);
    }

    /**
     * The state of a job that goes on from this one. Streams that are new to the job begin at their
     * start; those that it no longer names are dropped.
     */
    public KvsArchiveEnumeratorState restored(
            Map<StreamReference, FragmentSelection> selections, Instant jobStart) {
        Map<StreamReference, StreamProgress> known =
                streams.stream()
                        .collect(Collectors.toMap(StreamProgress::stream, Function.identity()));
        List<StreamProgress> progress = new ArrayList<>();
        selections.forEach(
                (stream, selection) ->
                        progress.add(
                                known.containsKey(stream)
                                        ? known.get(stream)
                                        : StreamProgress.fresh(stream, selection, jobStart)));
        return new KvsArchiveEnumeratorState(generation + 1, progress);
    }
}
