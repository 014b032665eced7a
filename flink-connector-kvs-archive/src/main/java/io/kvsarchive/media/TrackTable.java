/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The tracks that a Tracks element describes, in its order, and by number. */
final class TrackTable {

    static final TrackTable EMPTY = new TrackTable(List.of());

    private final List<Track> tracks;
    private final Track[] byNumber;
    private final long[] numbers;

    /** No two tracks may have one number. */
    TrackTable(List<Track> tracks) {
        this.tracks = List.copyOf(tracks);
        this.byNumber = tracks.toArray(new Track[0]);
        Arrays.sort(byNumber, Comparator.comparingLong(Track::number));
        this.numbers = Arrays.stream(byNumber).mapToLong(Track::number).toArray();
    }

    List<Track> tracks() {
        return tracks;
    }

    /** The track with this number, or null where none has it. */
    Track find(long number) {
        int index = Arrays.binarySearch(numbers, number);
        return index < 0 ? null : byNumber[index];
    }
}
