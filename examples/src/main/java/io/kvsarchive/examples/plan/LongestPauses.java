/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.PauseHistogram;
import java.util.ArrayList;
import java.util.List;

/** The longest few pauses of a stream, the longest first. A Flink POJO. */
public final class LongestPauses {

    private static final int MAX_PAUSES = 5;

    public int size;

    /** When each began, in milliseconds since the epoch. */
    public long[] starts = new long[MAX_PAUSES];

    public long[] millis = new long[MAX_PAUSES];

    void add(long start, long length) {
        int place = size;
        while (place > 0 && millis[place - 1] < length) {
            place--;
        }
        if (place == MAX_PAUSES) {
            return;
        }
        size = Math.min(MAX_PAUSES, size + 1);
        for (int moved = size - 1; moved > place; moved--) {
            starts[moved] = starts[moved - 1];
            millis[moved] = millis[moved - 1];
        }
        starts[place] = start;
        millis[place] = length;
    }

    /** Those that are gaps, without what is usual. */
    List<Gap> gaps(PauseHistogram histogram) {
        long usual = histogram.usualMillis();
        List<Gap> gaps = new ArrayList<>();
        for (int place = 0; place < size; place++) {
            if (histogram.isGap(millis[place])) {
                gaps.add(Gap.ofMillis(starts[place] + usual, starts[place] + millis[place]));
            }
        }
        return gaps;
    }
}
