/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Evenly spaced times, counted from 1970, and which frames are to be seen at them.
 *
 * @param interval between two times
 */
record TimeGrid(Duration interval) {

    /**
     * The places of those candidates that are to be seen at one of the times or at several. Each is
     * to be seen until the next one is, the last one until the fragment ends.
     *
     * @param frames all frames of the fragment's track
     * @param candidates those among them that can be chosen, in any order
     */
    BitSet choose(List<Frame> frames, List<Frame> candidates) {
        TreeMap<Instant, Integer> places = new TreeMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            places.putIfAbsent(candidates.get(i).timestamp(), i);
        }
        BitSet chosen = new BitSet();
        places.forEach(
                (from, place) -> {
                    Instant until = places.higherKey(from);
                    if (isCrossed(from, until == null ? end(frames) : until)) {
                        chosen.set(place);
                    }
                });
        return chosen;
    }

    /** The last frame is taken to last as long as the others do on average. */
    private Instant end(List<Frame> frames) {
        Instant first = frames.stream().map(Frame::timestamp).min(Comparator.naturalOrder()).get();
        Instant last = frames.stream().map(Frame::timestamp).max(Comparator.naturalOrder()).get();
        Duration duration =
                frames.size() > 1
                        ? Duration.between(first, last).dividedBy(frames.size() - 1)
                        : frames.get(0).track().defaultDuration().orElse(interval);
        return last.plus(duration);
    }

    private boolean isCrossed(Instant from, Instant until) {
        return next(from) < next(until);
    }

    /** The number of the first of the times that is not before the given one. */
    private long next(Instant time) {
        long nanos = interval.toNanos();
        long sinceEpoch =
                Math.addExact(
                        Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        return -Math.floorDiv(-sinceEpoch, nanos);
    }
}
