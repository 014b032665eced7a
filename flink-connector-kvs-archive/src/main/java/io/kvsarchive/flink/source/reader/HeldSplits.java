/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids of the splits that a reader holds, by which Flink tells them apart.
 *
 * <p>The enumerator gives an id to one split after the other. HybridSource gives back at once all
 * that a reader was given of an earlier source since a checkpoint, without asking the enumerator
 * (HybridSourceSplitEnumerator.sendSwitchSourceEvent): splits that had the same id one after the
 * other are then held side by side.
 */
final class HeldSplits {

    private static final String COPY = "+";

    private final Set<String> ids = new HashSet<>();

    /** Takes splits, and returns them with another id where theirs is in use. */
    List<KvsArchiveSplit> add(List<KvsArchiveSplit> splits) {
        return splits.stream().map(this::withUnusedId).toList();
    }

    private KvsArchiveSplit withUnusedId(KvsArchiveSplit split) {
        String id = split.splitId();
        for (int copy = 2; !ids.add(id); copy++) {
            id = split.splitId() + COPY + copy;
        }
        return split.assigned(id, split.assignment());
    }

    void remove(Collection<String> splitIds) {
        ids.removeAll(splitIds);
    }
}
