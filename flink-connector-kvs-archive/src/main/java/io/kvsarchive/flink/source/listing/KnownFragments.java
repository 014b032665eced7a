/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been listed and the next window may hold again: both ends of the service's ranges are
 * included and times have limited precision, so that windows meet in one instant, and at the live
 * edge they overlap.
 */
final class KnownFragments {

    private final FragmentSelectorType clock;
    private final Map<String, Long> startMillis;

    /**
     * @param known when each begins by the clock, in milliseconds since the epoch, by its number
     */
    KnownFragments(FragmentSelectorType clock, Map<String, Long> known) {
        this.clock = clock;
        this.startMillis = new HashMap<>(known);
    }

    int size() {
        return startMillis.size();
    }

    /** When each begins by the clock, in milliseconds since the epoch, by its number. */
    Map<String, Long> startMillis() {
        return startMillis;
    }

    /** Those of the fragments in a window that are not known. */
    List<ListedFragment> unknownOf(Collection<ListedFragment> window) {
        return window.stream()
                .filter(fragment -> !startMillis.containsKey(fragment.fragmentNumber()))
                .toList();
    }

    /**
     * Notes that a window has been listed.
     *
     * @param next when the next window starts: what begins before is forgotten
     */
    void listed(Collection<ListedFragment> window, Instant next) {
        long nextMillis = next.toEpochMilli();
        startMillis.values().removeIf(start -> start < nextMillis);
        for (ListedFragment fragment : window) {
            long start = fragment.timestamp(clock).toEpochMilli();
            if (start >= nextMillis) {
                startMillis.put(fragment.fragmentNumber(), start);
            }
        }
    }
}
