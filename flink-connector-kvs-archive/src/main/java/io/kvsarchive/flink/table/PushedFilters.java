/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.selection.MillisRange;
import io.kvsarchive.flink.source.selection.PushedSelection;
import io.kvsarchive.flink.source.selection.StreamNames;
import java.util.Objects;
import java.util.Set;

/**
 * What a query's filters leave of a table.
 *
 * @param fragments of which streams and times
 * @param tracks frames of which tracks, by name or number; empty for all
 * @param keyFramesOnly whether frames are left out that can't be decoded without others
 */
record PushedFilters(PushedSelection fragments, Set<String> tracks, boolean keyFramesOnly) {

    static final PushedFilters NONE = new PushedFilters(PushedSelection.NONE, Set.of(), false);

    PushedFilters {
        Objects.requireNonNull(fragments, "fragments");
        tracks = Set.copyOf(tracks);
    }

    PushedFilters withStreams(StreamNames streams) {
        return new PushedFilters(
                new PushedSelection(
                        fragments.streams().and(streams),
                        fragments.producerTimes(),
                        fragments.serverTimes()),
                tracks,
                keyFramesOnly);
    }

    PushedFilters withProducerTimes(MillisRange times) {
        return new PushedFilters(
                new PushedSelection(
                        fragments.streams(),
                        fragments.producerTimes().and(times),
                        fragments.serverTimes()),
                tracks,
                keyFramesOnly);
    }

    PushedFilters withServerTimes(MillisRange times) {
        return new PushedFilters(
                new PushedSelection(
                        fragments.streams(),
                        fragments.producerTimes(),
                        fragments.serverTimes().and(times)),
                tracks,
                keyFramesOnly);
    }

    PushedFilters withTracks(Set<String> namesOrNumbers) {
        return new PushedFilters(fragments, namesOrNumbers, keyFramesOnly);
    }

    PushedFilters withKeyFramesOnly() {
        return new PushedFilters(fragments, tracks, true);
    }
}
