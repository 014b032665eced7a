/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Which of a reader's splits must not be read now, since others are behind them in time. */
final class PausedSplits {

    private final Predicate<String> isHeld;
    private final Set<String> ids = new HashSet<>();

    /**
     * @param isHeld whether the reader still has the split with an id
     */
    PausedSplits(Predicate<String> isHeld) {
        this.isHeld = isHeld;
    }

    boolean contains(KvsArchiveSplit split) {
        return ids.contains(split.splitId());
    }

    /**
     * Names of splits that have finished meanwhile may be among them (FLINK-39728). They must not
     * be remembered, since the next split of the same id would never begin.
     */
    void pauseOrResume(Collection<KvsArchiveSplit> toPause, Collection<KvsArchiveSplit> toResume) {
        toPause.stream().map(KvsArchiveSplit::splitId).filter(isHeld).forEach(ids::add);
        toResume.forEach(split -> ids.remove(split.splitId()));
    }
}
