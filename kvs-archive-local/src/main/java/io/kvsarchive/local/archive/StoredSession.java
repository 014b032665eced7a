/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.matroska.FragmentDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Fragments of a file, few enough to keep a list of them. */
final class StoredSession implements Session {

    /** A fragment and how to open its document. */
    record Stored(StoredFragment fragment, Opener opener) {}

    /** Opens a document. */
    interface Opener {
        FragmentDocument open() throws IOException;
    }

    private final List<Stored> byProducer;
    private final List<Stored> byServer;
    private final Map<String, Long> ranks = new HashMap<>();
    private final long lastCounter;

    StoredSession(List<Stored> fragments) {
        byProducer = sorted(fragments, Clock.PRODUCER);
        byServer = sorted(fragments, Clock.SERVER);
        long last = 0;
        for (int rank = 0; rank < byProducer.size(); rank++) {
            String number = byProducer.get(rank).fragment().fragmentNumber();
            ranks.put(number, (long) rank);
            last = Math.max(last, FragmentNumber.counterOf(number));
        }
        lastCounter = last;
    }

    private static List<Stored> sorted(List<Stored> fragments, Clock clock) {
        List<Stored> sorted = new ArrayList<>(fragments);
        sorted.sort(Comparator.comparingLong(stored -> clock.startOf(stored.fragment())));
        return List.copyOf(sorted);
    }

    @Override
    public long visible(long asOf) {
        return byProducer.size();
    }

    @Override
    public long countBefore(Clock clock, long millis) {
        List<Stored> sorted = inOrderOf(clock);
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (clock.startOf(sorted.get(middle).fragment()) < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public StoredFragment fragment(Clock clock, long rank) {
        return inOrderOf(clock).get((int) rank).fragment();
    }

    private List<Stored> inOrderOf(Clock clock) {
        return clock == Clock.PRODUCER ? byProducer : byServer;
    }

    @Override
    public OptionalLong find(String number) {
        Long rank = ranks.get(number);
        return rank == null ? OptionalLong.empty() : OptionalLong.of(rank);
    }

    @Override
    public FragmentDocument open(long rank) throws IOException {
        return byProducer.get((int) rank).opener().open();
    }

    @Override
    public long lastCounter() {
        return lastCounter;
    }
}
