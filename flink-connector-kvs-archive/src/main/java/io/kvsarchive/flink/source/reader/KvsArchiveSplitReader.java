/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.Fragment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/** Reads one split after the other, a fragment with each fetch. */
final class KvsArchiveSplitReader implements SplitReader<FetchedElement, KvsArchiveSplit> {

    private final Function<KvsArchiveSplit, SplitMedia> media;
    private final BufferBudget budget;
    private final FetcherWait wait;
    private final Queue<SplitMedia> splits = new ArrayDeque<>();
    private final Set<String> pausedSplits = new HashSet<>();

    KvsArchiveSplitReader(
            Function<KvsArchiveSplit, SplitMedia> media, BufferBudget budget, FetcherWait wait) {
        this.media = media;
        this.budget = budget;
        this.wait = wait;
    }

    @Override
    public RecordsWithSplitIds<FetchedElement> fetch() throws IOException {
        SplitMedia current = splits.peek();
        try {
            if (current == null || !wait.until(() -> mayRead(current.split()))) {
                return FetchedFragment.nothing();
            }
            Optional<SplitResult> result = current.next();
            if (current.isComplete()) {
                splits.remove();
            }
            if (result.isPresent()) {
                return fetched(current, result.get());
            }
            return current.isComplete()
                    ? FetchedFragment.finished(current.split().splitId())
                    : FetchedFragment.nothing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + current.split());
        }
    }

    private boolean mayRead(KvsArchiveSplit split) {
        return budget.hasRoom() && !pausedSplits.contains(split.splitId());
    }

    private FetchedFragment fetched(SplitMedia from, SplitResult result) {
        KvsArchiveSplit split = from.split();
        if (result instanceof SplitResult.Lost lost) {
            return FetchedFragment.lost(split.splitId(), lost.fragment(), from.isComplete());
        }
        Fragment fragment = ((SplitResult.Arrived) result).fragment();
        long bytes = fragment.bytesRead();
        budget.take(bytes);
        return FetchedFragment.of(
                split.splitId(),
                split.stream().name(),
                fragment,
                split.emittedFrames(fragment.metadata().number()),
                from.isComplete(),
                () -> budget.giveBack(bytes));
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KvsArchiveSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException(
                    "Splits can only be added, not " + change.getClass().getSimpleName());
        }
        change.splits().forEach(split -> splits.add(media.apply(split)));
    }

    /**
     * Names of splits that have finished meanwhile may be among them (FLINK-39728). They must not
     * be remembered, since the next split of the same id would never begin.
     */
    @Override
    public void pauseOrResumeSplits(
            Collection<KvsArchiveSplit> toPause, Collection<KvsArchiveSplit> toResume) {
        toPause.stream()
                .map(KvsArchiveSplit::splitId)
                .filter(this::holds)
                .forEach(pausedSplits::add);
        toResume.forEach(split -> pausedSplits.remove(split.splitId()));
    }

    private boolean holds(String splitId) {
        return splits.stream().anyMatch(media -> media.split().splitId().equals(splitId));
    }

    /**
     * Ends a wait. A read that is under way goes on: it ends with the fragment that it reads or,
     * when the source reader closes, with the service.
     */
    @Override
    public void wakeUp() {
        wait.wakeUp();
    }

    @Override
    public void close() {
        splits.forEach(SplitMedia::close);
    }
}
