/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.FragmentSampling;

/** Picks fragments as they come, in the order of time. */
final class Sampler {

    /** Before the first fragment: the next one is picked. */
    static final long FRESH = Long.MIN_VALUE;

    private final FragmentSampling sampling;
    private final long everyMillis;

    /** By number, how many to leave out; by time, the latest stretch that one was picked from. */
    private long state;

    /**
     * @param state as {@link #state} told, or {@link #FRESH}
     */
    Sampler(FragmentSampling sampling, long state) {
        this.sampling = sampling;
        this.everyMillis = sampling.every().toMillis();
        this.state = state;
    }

    /**
     * Picks the next fragment, or passes over it.
     *
     * @param startMillis when it begins
     */
    boolean pick(long startMillis) {
        if (sampling.selectsAll()) {
            return true;
        }
        if (everyMillis > 0) {
            long stretch = Math.floorDiv(startMillis, everyMillis);
            boolean isFirst = stretch > state;
            state = Math.max(state, stretch);
            return isFirst;
        }
        boolean isNext = state <= 0;
        state = isNext ? sampling.nth() - 1L : state - 1;
        return isNext;
    }

    long state() {
        return state;
    }

    /** The state in which a fragment, which begins at that time and was picked, is picked next. */
    long stateBefore(long startMillis) {
        return everyMillis > 0 ? Math.floorDiv(startMillis, everyMillis) - 1 : FRESH;
    }
}
