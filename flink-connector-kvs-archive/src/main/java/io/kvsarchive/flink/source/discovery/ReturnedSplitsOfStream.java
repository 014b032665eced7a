/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelectorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Splits of a stream that readers returned, to be handed out before anything else of it. They are
 * few: no more than readers hold.
 *
 * <p>Where the source emits watermarks, a split goes back to the reader that returned it: the
 * others' watermarks may be beyond it, but what is downstream of a reader starts anew with it.
 */
final class ReturnedSplitsOfStream {

    /** Who may get it: all, if no reader is named. */
    private record Returned(KvsArchiveSplit split, Optional<Integer> reader) {
        boolean isFor(int other) {
            return reader.isEmpty() || reader.get() == other;
        }
    }

    private final FragmentSelectorType clock;
    private final List<Returned> earliestFirst = new ArrayList<>();

    ReturnedSplitsOfStream(FragmentSelectorType clock) {
        this.clock = clock;
    }

    /**
     * Takes a split.
     *
     * @param reader the only one that may get it; empty for any
     */
    void add(KvsArchiveSplit split, Optional<Integer> reader) {
        earliestFirst.add(new Returned(split, reader));
        earliestFirst.sort(Comparator.comparingLong(returned -> startMillis(returned.split())));
    }

    private long startMillis(KvsArchiveSplit split) {
        return split.fragments().stream()
                .mapToLong(fragment -> fragment.startMillis(clock))
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    int size() {
        return earliestFirst.size();
    }

    long countFragments() {
        return all().stream().mapToLong(split -> split.fragments().size()).sum();
    }

    boolean isEmpty() {
        return earliestFirst.isEmpty();
    }

    /** The earliest that a reader may get. */
    Optional<KvsArchiveSplit> firstFor(int reader) {
        return earliestFirst.stream()
                .filter(returned -> returned.isFor(reader))
                .map(Returned::split)
                .findFirst();
    }

    /** Takes the earliest that a reader may get. */
    Optional<KvsArchiveSplit> takeFor(int reader) {
        for (Iterator<Returned> all = earliestFirst.iterator(); all.hasNext(); ) {
            Returned returned = all.next();
            if (returned.isFor(reader)) {
                all.remove();
                return Optional.of(returned.split());
            }
        }
        return Optional.empty();
    }

    /** When the earliest begins by the listing's clock, in milliseconds since the epoch. */
    long nextStartMillis() {
        return startMillis(earliestFirst.get(0).split());
    }

    /**
     * When the earliest fragment begins by the producer's clock, in milliseconds since the epoch;
     * {@link Long#MIN_VALUE} if that is not known, {@link Long#MAX_VALUE} if there is none.
     */
    long earliestMillis() {
        if (earliestFirst.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return all().stream()
                .flatMap(split -> split.fragments().stream())
                .mapToLong(FragmentToRead::earliestMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    List<KvsArchiveSplit> all() {
        return earliestFirst.stream().map(Returned::split).toList();
    }
}
