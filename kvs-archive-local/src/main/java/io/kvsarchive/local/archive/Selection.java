/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.StoredFragment;
import java.util.List;

/**
 * The fragments of a stream that begin within a range of time and are visible at a moment, without
 * a list of them.
 *
 * <p>Sessions that are added later come after those that are here, and those that are here are
 * looked at as of the same moment, so that places stay what they are while a stream grows.
 */
public final class Selection {

    private final List<Session> sessions;
    private final Clock clock;
    private final long[] firstRanks;
    private final long[] counts;
    private final long size;

    Selection(List<Session> sessions, Clock clock, long from, long to, long asOf) {
        this.sessions = sessions;
        this.clock = clock;
        this.firstRanks = new long[sessions.size()];
        this.counts = new long[sessions.size()];
        long total = 0;
        for (int i = 0; i < firstRanks.length; i++) {
            Session session = sessions.get(i);
            firstRanks[i] = session.countBefore(clock, from);
            long last = session.visible(asOf);
            if (to < Long.MAX_VALUE) {
                last = Math.min(last, session.countBefore(clock, to + 1));
            }
            counts[i] = Math.max(0, last - firstRanks[i]);
            total += counts[i];
        }
        this.size = total;
    }

    /** How many fragments there are. */
    public long size() {
        return size;
    }

    /** The fragment at a place, 0 to size - 1: by session, then by time. */
    public StoredFragment get(long place) {
        long rest = place;
        for (int i = 0; i < counts.length; i++) {
            if (rest < counts[i]) {
                return sessions.get(i).fragment(clock, firstRanks[i] + rest);
            }
            rest -= counts[i];
        }
        throw new IndexOutOfBoundsException("place " + place + " of " + size);
    }
}
