/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that a Tracks element describes, in its order, and by number; and which of them a
 * filter chooses.
 */
final class TrackTable {

    static final TrackTable EMPTY = new TrackTable(List.of(), FrameFilter.ALL);

    private final List<Track> tracks;
    private final Entry[] byNumber;
    private final long[] numbers;

    /** A track, and whether its frames are wanted. */
    record Entry(Track track, boolean isChosen) {}

    /** No two tracks may have one number. */
    TrackTable(List<Track> tracks, FrameFilter filter) {
        this.tracks = List.copyOf(tracks);
        this.byNumber =
                tracks.stream()
                        .sorted(Comparator.comparingLong(Track::number))
                        .map(track -> new Entry(track, filter.chooses(track)))
                        .toArray(Entry[]::new);
        this.numbers = Arrays.stream(byNumber).mapToLong(entry -> entry.track().number()).toArray();
    }

    List<Track> tracks() {
        return tracks;
    }

    /** The track with this number, or null where none has it. */
    @Nullable Entry find(long number) {
        int index = Arrays.binarySearch(numbers, number);
        return index < 0 ? null : byNumber[index];
    }
}
