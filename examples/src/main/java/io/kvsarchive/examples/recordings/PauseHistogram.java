/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

/**
 * How long the pauses between the fragments of a stream are: the time from what the listing tells
 * of one fragment to the beginning of the next. Constant in size; steps are an eighth of a power of
 * two wide, and exact below 16 ms. A Flink POJO, so that it can be kept as state.
 *
 * <p>A pause is not yet a gap in the recording: a fragment's listed length leaves out the duration
 * of its last frame, all of it where there is one frame only. What is usual for the stream is
 * therefore no gap. The usual pause is the median (of an even number, the lower one of the two in
 * the middle). A gap is a pause that is longer by half and by half a second, rounded up to the next
 * step: the shortest fragments last a second, so that a lost one leaves at least that much more.
 */
public final class PauseHistogram {

    private static final int STEPS_PER_POWER = 8;
    private static final int POWER_OF_STEPS = 3;
    private static final int MAX_POWER = 43;
    private static final int SIZE = (MAX_POWER - POWER_OF_STEPS + 2) * STEPS_PER_POWER;
    private static final long MIN_EXCESS_MILLIS = 500;

    /** How many pauses each step holds. */
    public long[] counts = new long[SIZE];

    /** Their sum, in milliseconds. */
    public long[] sums = new long[SIZE];

    public void add(long millis) {
        int step = stepOf(millis);
        counts[step]++;
        sums[step] += millis;
    }

    /** The usual pause, in milliseconds; 0 if there are none. */
    public long usualMillis() {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long before = 0;
        for (int step = 0; step < SIZE; step++) {
            before += counts[step];
            if (counts[step] > 0 && 2 * before >= all) {
                return sums[step] / counts[step];
            }
        }
        return 0;
    }

    public boolean isGap(long millis) {
        return stepOf(millis) > lastUsualStep(usualMillis());
    }

    /** How many pauses are gaps. */
    public long gaps() {
        long gaps = 0;
        for (int step = lastUsualStep(usualMillis()) + 1; step < SIZE; step++) {
            gaps += counts[step];
        }
        return gaps;
    }

    /** How long all gaps are, without what is usual. */
    public long gapMillis() {
        long usual = usualMillis();
        long millis = 0;
        for (int step = lastUsualStep(usual) + 1; step < SIZE; step++) {
            millis += sums[step] - counts[step] * usual;
        }
        return millis;
    }

    private static int lastUsualStep(long usual) {
        return stepOf(usual + Math.max(usual / 2, MIN_EXCESS_MILLIS));
    }

    private static int stepOf(long millis) {
        if (millis < STEPS_PER_POWER) {
            return (int) millis;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
        int within = (int) (millis >>> (power - POWER_OF_STEPS)) - STEPS_PER_POWER;
        int step = (power - POWER_OF_STEPS + 1) * STEPS_PER_POWER + within;
        return Math.min(SIZE - 1, step);
    }
}
