/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.StreamReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Hands out splits to the readers that ask, the earliest first, within each stream's lanes.
 *
 * <p>The life of a fragment: a listing thread lists a window of its stream's time; the fragments of
 * the whole window join the stream's backlog; a reader asks, and takes the next few as a split; if
 * it fails before a checkpoint holds the split, the split comes back and is handed out again. The
 * enumerator's state is what no reader's state holds: it does not depend on what readers tell.
 */
@Internal
public final class KvsArchiveSplitEnumerator
        implements SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> {

    private final SplitEnumeratorContext<KvsArchiveSplit> context;
    private final ArchiveService service;
    private final ExecutorService listingThreads;
    private final EnumeratorSettings settings;
    private final StreamLister lister;
    private final Lanes lanes;
    private final int generation;
    private final Handovers handovers;
    private final Map<StreamReference, StreamBacklog> backlogs = new LinkedHashMap<>();
    private final Map<Integer, Integer> requestsByReader = new HashMap<>();
    private final Set<Integer> dismissedReaders = new HashSet<>();
    private long assignments;
    private long lastCompletedCheckpoint = -1;

    /**
     * Makes an enumerator that has not yet started.
     *
     * @param service closed with the enumerator
     * @param listingThreads where the service is called; shut down with the enumerator
     */
    public KvsArchiveSplitEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context,
            ArchiveService service,
            ExecutorService listingThreads,
            EnumeratorSettings settings,
            KvsArchiveEnumeratorState state) {
        this.context = context;
        this.service = service;
        this.listingThreads = listingThreads;
        this.settings = settings;
        this.lister = new StreamLister(service, settings);
        this.lanes = new Lanes(settings.lanesPerStream());
        this.generation = state.generation();
        this.assignments = state.assignments();
        this.handovers =
                new Handovers(
                        state.handovers(),
                        IntStream.range(0, context.currentParallelism())
                                .boxed()
                                .collect(Collectors.toSet()));
        state.streams().forEach(stream -> backlogs.put(stream.stream(), new StreamBacklog(stream)));
    }

    @Override
    public void start() {
        backlogs.values().forEach(this::listAhead);
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        if (dismissedReaders.contains(subtaskId)) {
            return;
        }
        int requests = requestsByReader.merge(subtaskId, 1, Integer::sum);
        lanes.keepNewest(subtaskId, KvsArchiveSplit.MAX_HELD_BY_READER - requests);
        serveReaders();
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof RestoredSplitsEvent restored) {
            restored.splits()
                    .forEach(
                            split ->
                                    lanes.assigned(
                                            subtaskId,
                                            split.splitId(),
                                            new StreamReference(split.stream())));
            handovers
                    .restored(subtaskId, restored.splits())
                    .forEach(split -> backlogOf(split.stream()).giveBack(split));
            serveReaders();
        } else if (event instanceof ReceivedSplitsEvent received) {
            handovers.received(subtaskId, received.lastAssignment());
        }
    }

    /** A reader that registers has just started: it holds what it is about to tell. */
    @Override
    public void addReader(int subtaskId) {
        forget(subtaskId);
    }

    @Override
    public void addSplitsBack(List<KvsArchiveSplit> splits, int subtaskId) {
        forget(subtaskId);
        handovers.readerReset(subtaskId, lastCompletedCheckpoint);
        splits.forEach(split -> backlogOf(split.stream()).giveBack(split));
        serveReaders();
    }

    @Override
    public KvsArchiveEnumeratorState snapshotState(long checkpointId) {
        return new KvsArchiveEnumeratorState(
                generation,
                assignments,
                backlogs.values().stream().map(StreamBacklog::toProgress).toList(),
                handovers.atCheckpoint(checkpointId));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        lastCompletedCheckpoint = checkpointId;
        handovers.checkpointCompleted(checkpointId);
    }

    @Override
    public void close() {
        listingThreads.shutdownNow();
        service.close();
    }

    private void forget(int subtaskId) {
        lanes.release(subtaskId);
        requestsByReader.remove(subtaskId);
        dismissedReaders.remove(subtaskId);
    }

    /** A checkpoint may hold splits of a stream that the job no longer names. */
    private StreamBacklog backlogOf(StreamReference stream) {
        return backlogs.computeIfAbsent(
                stream, key -> new StreamBacklog(StreamProgress.exhausted(key)));
    }

    private void serveReaders() {
        requestsByReader.keySet().retainAll(context.registeredReaders().keySet());
        while (serveEachOnce()) {
            // Round by round, so that all readers have work before any has a spare split.
        }
        if (handovers.areSettled()
                && backlogs.values().stream().allMatch(StreamBacklog::isExhausted)) {
            requestsByReader.keySet().forEach(this::dismiss);
            requestsByReader.clear();
        }
        backlogs.values().forEach(this::listAhead);
    }

    /**
     * Tells a reader that no more splits come. Flink passes on no request of it from then on, so
     * nothing would free its lanes any more, and splits that another reader loses would wait for
     * them for ever.
     */
    private void dismiss(int reader) {
        context.signalNoMoreSplits(reader);
        dismissedReaders.add(reader);
        lanes.release(reader);
    }

    private boolean serveEachOnce() {
        List<Integer> readers = new ArrayList<>(requestsByReader.keySet());
        readers.sort(Comparator.comparingInt(lanes::heldBy));
        boolean served = false;
        for (int reader : readers) {
            Optional<StreamBacklog> backlog = earliestFor(reader);
            if (backlog.isPresent()) {
                assign(backlog.get(), reader);
                served = true;
            }
        }
        return served;
    }

    private Optional<StreamBacklog> earliestFor(int reader) {
        return backlogs.values().stream()
                .filter(StreamBacklog::hasSplit)
                .filter(backlog -> lanes.isOpen(backlog.stream(), reader))
                .min(Comparator.comparingLong(StreamBacklog::nextStartMillis));
    }

    private void assign(StreamBacklog backlog, int reader) {
        assignments++;
        KvsArchiveSplit split =
                backlog.takeSplit(unusedSplitId(reader), assignments, settings.splitSize());
        handovers.sent(reader, split);
        lanes.assigned(reader, split.splitId(), split.stream());
        context.assignSplit(split, reader);
        requestsByReader.computeIfPresent(
                reader, (key, requests) -> requests > 1 ? requests - 1 : null);
    }

    private String unusedSplitId(int reader) {
        int slot = 0;
        while (lanes.holds(reader, SplitIds.of(generation, reader, slot))) {
            slot++;
        }
        return SplitIds.of(generation, reader, slot);
    }

    private void listAhead(StreamBacklog backlog) {
        backlog.beginListing(Math.max(1, settings.windowFragments() / 2))
                .ifPresent(request -> listingThreads.execute(() -> list(backlog, request)));
    }

    /** On a listing thread. */
    private void list(StreamBacklog backlog, ListingRequest request) {
        try {
            Listing listing = lister.list(request);
            context.runInCoordinatorThread(() -> listed(backlog, listing));
        } catch (Throwable e) {
            // An error, too, must fail the job: the job would wait for the listing for ever.
            if (!listingThreads.isShutdown()) {
                context.runInCoordinatorThread(() -> failJob(e));
            }
        }
    }

    private void listed(StreamBacklog backlog, Listing listing) {
        backlog.listed(listing);
        serveReaders();
    }

    private static void failJob(Throwable cause) {
        throw new FlinkRuntimeException(cause.getMessage(), cause);
    }
}
