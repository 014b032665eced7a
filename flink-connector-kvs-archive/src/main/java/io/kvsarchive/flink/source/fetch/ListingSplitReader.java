/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/** Tells what is in splits, a split with each fetch. Nothing is asked of the service. */
@Internal
public final class ListingSplitReader implements SplitReader<FetchedElement, KvsArchiveSplit> {

    private final Queue<KvsArchiveSplit> splits = new ArrayDeque<>();
    private final PausedSplits paused = new PausedSplits(this::holds);
    private final FetcherWait wait = new FetcherWait();

    @Override
    public RecordsWithSplitIds<FetchedElement> fetch() throws IOException {
        KvsArchiveSplit split = splits.peek();
        try {
            if (split == null || !wait.until(() -> !paused.contains(split))) {
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
        paused.pauseOrResume(toPause, toResume);
    }

    private boolean holds(String splitId) {
        return splits.stream().anyMatch(split -> split.splitId().equals(splitId));
    }

    @Override
    public void wakeUp() {
        wait.wakeUp();
    }

    @Override
    public void close() {}
}
