/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;

/**
 * The fragments of a stream that have been listed and not been handed out, in order of time, and
 * those of the latest time that have been. For one thread.
 */
@Internal
public final class FragmentQueue {

    private final FragmentSelectorType clock;
    private Deque<FragmentToRead.Listed> fragments = new ArrayDeque<>();

    /** Where the queue is in another order: how many begin at each time of the producer's clock. */
    private final TreeMap<Long, Integer> producerMillis = new TreeMap<>();

    /** Those that the listing may come upon again: when they begin, by number. */
    private final Map<String, Long> delivered = new HashMap<>();

    /**
     * @param delivered fragments that were handed out before: when they begin, by number
     */
    public FragmentQueue(FragmentSelectorType clock, Map<String, Long> delivered) {
        this.clock = clock;
        this.delivered.putAll(delivered);
    }

    public int size() {
        return fragments.size();
    }

    public Optional<FragmentToRead.Listed> first() {
        return Optional.ofNullable(fragments.peek());
    }

    /**
     * Adds fragments that were found.
     *
     * @param found in order of time
     */
    public void add(List<FragmentToRead.Listed> found) {
        boolean isInOrder =
                fragments.isEmpty()
                        || found.isEmpty()
                        || FragmentToRead.order(clock).compare(fragments.getLast(), found.get(0))
                                < 0;
        fragments.addAll(found);
        if (clock == FragmentSelectorType.SERVER_TIMESTAMP) {
            found.forEach(
                    fragment -> producerMillis.merge(fragment.producerMillis(), 1, Integer::sum));
        }
        if (!isInOrder) {
            List<FragmentToRead.Listed> all = new ArrayList<>(fragments);
            all.sort(FragmentToRead.order(clock));
            fragments = new ArrayDeque<>(all);
        }
    }

    /** Takes the first fragment, to be handed out. */
    public FragmentToRead.Listed take() {
        FragmentToRead.Listed first = fragments.remove();
        delivered.put(first.fragmentNumber(), first.startMillis(clock));
        producerMillis.computeIfPresent(
                first.producerMillis(), (time, count) -> count > 1 ? count - 1 : null);
        return first;
    }

    /**
     * When the earliest begins by the producer's clock, in milliseconds since the epoch; {@link
     * Long#MAX_VALUE} if there is none.
     */
    public long earliestMillis() {
        if (fragments.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return clock == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? fragments.element().producerMillis()
                : producerMillis.firstKey();
    }

    /** The fragments from the first one on. */
    public Iterable<FragmentToRead.Listed> inOrder() {
        return Collections.unmodifiableCollection(fragments);
    }

    /** Forgets what was handed out that begins before a time and before all that is left. */
    public void forgetDeliveredBefore(Instant time) {
        long first = first().map(next -> next.startMillis(clock)).orElse(Long.MAX_VALUE);
        long millis = Math.min(first, time.toEpochMilli());
        delivered.values().removeIf(start -> start < millis);
    }

    /** What was handed out that begins at a time or later: when, by number. */
    Map<String, Long> deliveredSince(Instant time) {
        long millis = time.toEpochMilli();
        Map<String, Long> since = new HashMap<>(delivered);
        since.values().removeIf(start -> start < millis);
        return since;
    }

    /** How many are left that begin at a time or earlier. */
    int countUpTo(Instant time) {
        long millis = time.toEpochMilli();
        int count = 0;
        for (FragmentToRead.Listed fragment : fragments) {
            if (fragment.startMillis(clock) > millis) {
                break;
            }
            count++;
        }
        return count;
    }
}
