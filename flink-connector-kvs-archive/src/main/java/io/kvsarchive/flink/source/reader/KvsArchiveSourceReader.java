/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.split.NothingLeftEvent;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split at a time and holds the next one ready, so that no time passes between them.
 *
 * @param <T> the type of the records
 */
final class KvsArchiveSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<
                FetchedElement, T, KvsArchiveSplit, KvsArchiveSplitState> {

    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final Runnable onClose;
    private final BooleanSupplier hasEnough;
    private final CompletableFuture<Void> nothingLeft = new CompletableFuture<>();
    private final ReaderAvailability availability = new ReaderAvailability();
    private final HeldSplits heldSplits = new HeldSplits();
    private final List<KvsArchiveSplit> restoredSplits = new ArrayList<>();

    /** As Flink knows them; what was read of them before is emitted all the same. */
    private final Set<String> pausedSplits = new HashSet<>();

    private boolean hasBegun;
    private boolean hasToldEnough;
    private int requestedSplits;
    private @Nullable KvsArchiveSplit latest;

    KvsArchiveSourceReader(
            ReaderParts<T> parts, Configuration configuration, SourceReaderContext context) {
        super(parts.splitReaders(), parts.emitter(), configuration, context);
        this.watermarks = parts.watermarks();
        this.metrics = parts.metrics();
        this.hasEnough = parts.hasEnough();
        this.onClose = parts.onClose();
    }

    @Override
    public void addSplits(List<KvsArchiveSplit> given) {
        List<KvsArchiveSplit> splits = heldSplits.add(given);
        splits.forEach(this::noteLatest);
        if (!hasBegun) {
            restoredSplits.addAll(splits);
        } else if (latest != null) {
            requestedSplits = Math.max(0, requestedSplits - splits.size());
            context.sendSourceEventToCoordinator(new ReceivedSplitsEvent(latest.assignment()));
        }
        super.addSplits(splits);
    }

    /**
     * Begins when it is first asked for a record: under HybridSource, a reader is started before it
     * is given what it takes over from a checkpoint.
     */
    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (!hasBegun) {
            hasBegun = true;
            context.sendSourceEventToCoordinator(RestoredSplitsEvent.of(restoredSplits));
            requestSplits();
        }
        if (hasEnough.getAsBoolean()) {
            return endEarly();
        }
        watermarks.emit(output);
        InputStatus status = super.pollNext(output);
        watermarks.emit(output);
        if (status != InputStatus.MORE_AVAILABLE) {
            metrics.countBytesIn();
        }
        return status;
    }

    /**
     * What is left of the splits is not read. A reader that ended by itself might miss what the
     * enumerator is just sending, which Flink takes for a failure.
     */
    private InputStatus endEarly() {
        if (!hasToldEnough) {
            hasToldEnough = true;
            context.sendSourceEventToCoordinator(new EnoughRecordsEvent());
        }
        return nothingLeft.isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public void notifyNoMoreSplits() {
        nothingLeft.complete(null);
        super.notifyNoMoreSplits();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        if (hasToldEnough) {
            return nothingLeft;
        }
        return availability.withRecords(super.isAvailable());
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof LowerBoundEvent bound) {
            watermarks.told(bound.millis());
            if (watermarks.isDue()) {
                availability.wakeUp();
            }
        } else if (event instanceof NothingLeftEvent) {
            notifyNoMoreSplits();
        } else {
            super.handleSourceEvents(event);
        }
    }

    private void noteLatest(KvsArchiveSplit split) {
        if (latest == null || split.assignment() > latest.assignment()) {
            latest = split;
        }
    }

    /**
     * The splits in the order in which they were handed out, which is that in which they are read
     * after a restore. The latest is part of the state even when it has been read to its end: it
     * tells which splits have reached the reader. It comes first then, since it is done with at
     * once.
     */
    @Override
    public List<KvsArchiveSplit> snapshotState(long checkpointId) {
        List<KvsArchiveSplit> splits = new ArrayList<>(super.snapshotState(checkpointId));
        splits.sort(Comparator.comparingLong(KvsArchiveSplit::assignment));
        KvsArchiveSplit last = latest;
        if (last != null
                && splits.stream().noneMatch(split -> split.assignment() == last.assignment())) {
            splits.add(0, last.finished());
        }
        return splits;
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<String> splitsToPause, Collection<String> splitsToResume) {
        pausedSplits.addAll(splitsToPause);
        pausedSplits.removeAll(splitsToResume);
        watermarks.pausedOrResumed(splitsToPause, splitsToResume);
        super.pauseOrResumeSplits(splitsToPause, splitsToResume);
    }

    @Override
    protected void onSplitFinished(Map<String, KvsArchiveSplitState> finishedSplits) {
        watermarks.finished(finishedSplits.keySet());
        heldSplits.remove(finishedSplits.keySet());
        Set<String> pausedIds = new HashSet<>(finishedSplits.keySet());
        pausedIds.retainAll(pausedSplits);
        pausedSplits.removeAll(pausedIds);
        context.sendSourceEventToCoordinator(
                new FinishedSplitsEvent(
                        List.copyOf(finishedSplits.keySet()), List.copyOf(pausedIds)));
        requestSplits();
    }

    private void requestSplits() {
        while (getNumberOfCurrentlyAssignedSplits() + requestedSplits
                < KvsArchiveSplit.MAX_HELD_BY_READER) {
            requestedSplits++;
            context.sendSplitRequest();
        }
    }

    @Override
    protected KvsArchiveSplitState initializedState(KvsArchiveSplit split) {
        KvsArchiveSplitState state = new KvsArchiveSplitState(split);
        watermarks.added(state);
        metrics.added(split);
        return state;
    }

    @Override
    protected KvsArchiveSplit toSplitType(String splitId, KvsArchiveSplitState state) {
        return state.toSplit();
    }

    /** Closes the service first: no wake-up ends a read that waits for the network. */
    @Override
    public void close() throws Exception {
        onClose.run();
        super.close();
    }
}
