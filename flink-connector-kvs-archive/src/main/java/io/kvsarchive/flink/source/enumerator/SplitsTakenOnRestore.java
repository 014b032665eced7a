/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits that readers report from a checkpoint. One that was taken from a reader, and handed to
 * another, is reported again if the former fails before the next checkpoint; its place among all
 * that were handed out tells.
 */
final class SplitsTakenOnRestore {

    private final Set<Integer> awaited;
    private final Set<Long> takenAssignments = new HashSet<>();

    /**
     * @param awaited readers that have yet to register for the first time after a restore
     */
    SplitsTakenOnRestore(Set<Integer> awaited) {
        this.awaited = new HashSet<>(awaited);
    }

    /** Whether all have reported what the job was restored with. */
    boolean isComplete() {
        return awaited.isEmpty();
    }

    /** A reader registers. Returns whether it is for the first time after a restore. */
    boolean registered(int reader) {
        return awaited.remove(reader);
    }

    /** Those of the reported splits that hold something and have not been taken before. */
    List<KvsArchiveSplit> take(List<KvsArchiveSplit> reported) {
        return reported.stream()
                .filter(split -> !split.fragments().isEmpty())
                .filter(split -> takenAssignments.add(split.assignment()))
                .toList();
    }
}
