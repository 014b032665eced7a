/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/** Tells what is in splits, a split with each fetch. Nothing is asked of the service. */
final class ListingSplitReader implements SplitReader<FetchedElement, KvsArchiveSplit> {

    private final Queue<KvsArchiveSplit> splits = new ArrayDeque<>();
    private final Set<String> pausedSplits = new HashSet<>();
    private final FetcherWait wait = new FetcherWait();

    @Override
    public RecordsWithSplitIds<FetchedElement> fetch() throws IOException {
        KvsArchiveSplit split = splits.peek();
        try {
            if (split == null || !wait.until(() -> !pausedSplits.contains(split.splitId()))) {
                return FetchedFragment.nothing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before " + split);
        }
        return FetchedFragment.listed(splits.remove());
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KvsArchiveSplit> change) {
        splits.addAll(change.splits());
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<KvsArchiveSplit> toPause, Collection<KvsArchiveSplit> toResume) {
        toPause.stream()
                .map(KvsArchiveSplit::splitId)
                .filter(id -> splits.stream().anyMatch(split -> split.splitId().equals(id)))
                .forEach(pausedSplits::add);
        toResume.forEach(split -> pausedSplits.remove(split.splitId()));
    }

    @Override
    public void wakeUp() {
        wait.wakeUp();
    }

    @Override
    public void close() {}
}
