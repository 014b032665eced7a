/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Reads one split after the other, a fragment with each fetch. While a split has to wait, or is
 * paused, the next one that has not goes on; but one answer is under way at a time and, where order
 * counts, no split overtakes an earlier one of its stream.
 */
@Internal
public final class KvsArchiveSplitReader implements SplitReader<FetchedElement, KvsArchiveSplit> {

    private final Function<KvsArchiveSplit, SplitRequests> requestsOf;
    private final FragmentElements elements;
    private final BufferBudget budget;
    private final FetcherWait wait;
    private final boolean isOrdered;
    private final ReaderMetrics metrics;
    private final List<SplitRequests> splits = new ArrayList<>();
    private final PausedSplits paused = new PausedSplits(this::holds);

    KvsArchiveSplitReader(
            Function<KvsArchiveSplit, SplitRequests> requestsOf,
            FragmentElements elements,
            BufferBudget budget,
            FetcherWait wait,
            boolean isOrdered,
            ReaderMetrics metrics) {
        this.requestsOf = requestsOf;
        this.elements = elements;
        this.budget = budget;
        this.wait = wait;
        this.isOrdered = isOrdered;
        this.metrics = metrics;
    }

    @Override
    public RecordsWithSplitIds<FetchedElement> fetch() throws IOException {
        try {
            while (!splits.isEmpty() && wait.until(budget::hasRoom)) {
                Optional<SplitRequests> readable = waitForReadable();
                if (readable.isEmpty()) {
                    return FetchedFragment.nothing();
                }
                SplitRequests current = readable.get();
                Optional<SplitResult> result = current.next();
                if (current.isComplete()) {
                    splits.remove(current);
                }
                if (result.isPresent()) {
                    return fetched(current, result.get());
                }
                if (current.isComplete()) {
                    return FetchedFragment.finished(current.split().splitId());
                }
            }
            return FetchedFragment.nothing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to read " + heldSplits());
        }
    }

    /** The first split that can be read now, or soonest; nothing if a wake-up ended the wait. */
    private Optional<SplitRequests> waitForReadable() throws InterruptedException {
        Optional<SplitRequests> first =
                candidates().min(Comparator.comparing(SplitRequests::delay));
        boolean isReadable =
                first.isPresent()
                        ? wait.atLeast(first.get().delay())
                        // What is paused is resumed on this very thread, after a wake-up.
                        : wait.until(() -> false);
        return first.filter(requests -> isReadable);
    }

    /** The splits that may be read, in the order in which they came. */
    private Stream<SplitRequests> candidates() {
        List<SplitRequests> underWay =
                splits.stream().filter(SplitRequests::hasAnswerUnderWay).toList();
        Set<StreamReference> earlier = new HashSet<>();
        return (underWay.isEmpty() ? splits : underWay)
                .stream()
                        .filter(requests -> earlier.add(requests.split().stream()) || !isOrdered)
                        .filter(requests -> !paused.contains(requests.split()));
    }

    private List<String> heldSplits() {
        return splits.stream().map(requests -> requests.split().splitId()).toList();
    }

    private FetchedFragment fetched(SplitRequests from, SplitResult result) {
        KvsArchiveSplit split = from.split();
        if (result instanceof SplitResult.Lost lost) {
            return FetchedFragment.lost(split.splitId(), lost.fragment(), from.isComplete());
        }
        long bytes = result.bytes();
        budget.take(bytes);
        Fragment fragment = ((SplitResult.Arrived) result).fragment();
        fragment.frameTimes().ifPresent(times -> metrics.fetched(times.last()));
        return FetchedFragment.of(
                split.splitId(),
                elements.of(
                        split.stream().name(),
                        fragment,
                        split.emittedFrames(fragment.metadata().fragmentNumber())),
                from.isComplete(),
                () -> budget.giveBack(bytes));
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KvsArchiveSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException(
                    "Splits can only be added, not " + change.getClass().getSimpleName());
        }
        change.splits().forEach(split -> splits.add(requestsOf.apply(split)));
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<KvsArchiveSplit> toPause, Collection<KvsArchiveSplit> toResume) {
        paused.pauseOrResume(toPause, toResume);
    }

    private boolean holds(String splitId) {
        return heldSplits().contains(splitId);
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
        splits.forEach(SplitRequests::close);
    }
}
