/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.discovery.StreamDiscovery;
import io.kvsarchive.flink.source.discovery.StreamFinder;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.flink.source.quota.StreamQuota;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.NothingLeftEvent;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent.Restored;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;
import org.apache.flink.api.connector.source.SupportsHandleExecutionAttemptSourceEvent;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Hands out splits to the readers that ask, the earliest first, within each stream's quota.
 *
 * <p>The life of a fragment: a window of its stream's time is listed; the fragments of the whole
 * window join the stream's backlog; a reader asks, and takes the next few as a split; if it fails
 * before a checkpoint holds the split, the split comes back and is handed out again. The
 * enumerator's state is what no reader's state holds: it does not depend on what readers tell.
 */
@Internal
public final class KvsArchiveSplitEnumerator
        implements SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState>,
                SupportsBatchSnapshot,
                SupportsHandleExecutionAttemptSourceEvent,
                StreamDiscovery.Listener {

    /** See {@link SupportsBatchSnapshot}. */
    private static final long BATCH_SNAPSHOT = -1;

    private static final int MIN_FRAGMENTS_AHEAD = 10;

    private final SplitEnumeratorContext<KvsArchiveSplit> context;
    private final DiscoveryResources resources;
    private final EnumeratorSettings settings;
    private final StreamSelection selection;
    private final SplitsReportedOnRegistration reportedSplits;
    private final BacklogSignal backlogStatus;
    private final CoordinatedCalls calls;
    private final StreamFinder finder;
    private final int generation;
    private final SplitsTakenOnRestore taken;
    private final UnconfirmedSplits unconfirmed;
    private final StreamOwners owners;
    private final Readers readers;
    private final EnumeratorMetrics metrics;
    private final SplitAssigner assigner;
    private final Map<StreamReference, StreamDiscovery> streams = new LinkedHashMap<>();
    private boolean streamsAreFound;
    private long lastCompletedCheckpoint = -1;

    /**
     * Makes an enumerator that has not yet started.
     *
     * @param resources closed with the enumerator
     */
    public KvsArchiveSplitEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context,
            DiscoveryResources resources,
            EnumeratorSettings settings,
            StreamSelection selection,
            KvsArchiveEnumeratorState state,
            SplitsReportedOnRegistration reportedSplits) {
        this.context = context;
        this.resources = resources;
        this.settings = settings;
        this.selection = selection;
        this.reportedSplits = reportedSplits;
        this.backlogStatus = new BacklogSignal(context);
        this.calls = new CoordinatedCalls(context, resources);
        this.finder =
                new StreamFinder(selection, calls, settings, resources, this::found, this::failed);
        this.generation = state.generation();
        this.streamsAreFound = state.streamsAreFound() || !selection.looksForStreams();
        Set<Integer> subtasks =
                IntStream.range(0, context.currentParallelism())
                        .boxed()
                        .collect(Collectors.toSet());
        this.unconfirmed = new UnconfirmedSplits(state.unconfirmed(), subtasks);
        this.taken =
                new SplitsTakenOnRestore(
                        state.isRestored() && reportedSplits != SplitsReportedOnRegistration.NONE
                                ? subtasks
                                : Set.of());
        this.owners = new StreamOwners(state.isRestored() ? subtasks : Set.of());
        this.readers = new Readers(context::registeredReaders);
        this.metrics = new EnumeratorMetrics(context.metricGroup());
        this.assigner =
                new SplitAssigner(
                        context,
                        resources,
                        settings,
                        calls,
                        unconfirmed,
                        owners,
                        readers,
                        metrics,
                        state,
                        () -> streamsAreFound && !selection.isUnbounded(),
                        this::earliestOfUnknown);
        state.streams().forEach(progress -> add(progress, false));
    }

    /**
     * @param isDescribed whether it has just been found, and so is known to be read
     */
    private StreamDiscovery add(StreamProgress progress, boolean isDescribed) {
        boolean isNamed = selection.named().containsKey(progress.stream());
        StreamDiscovery stream =
                new StreamDiscovery(
                        new StreamBacklog(
                                progress,
                                settings.listing(),
                                new StreamQuota(settings.quota(), resources.nanoClock())),
                        isDescribed,
                        isNamed ? selection.filter() : null,
                        calls,
                        settings,
                        resources,
                        metrics,
                        this);
        streams.put(progress.stream(), stream);
        backlogStatus.added(progress.stream());
        assigner.changed(stream);
        return stream;
    }

    @Override
    public void start() {
        if (selection.isUnbounded()) {
            backlogStatus.begin();
        }
        streams.values().forEach(StreamDiscovery::advance);
        if (streamsAreFound) {
            lookForMoreStreamsLater();
        } else {
            finder.find();
        }
    }

    private void lookForMoreStreamsLater() {
        if (selection.looksForStreams() && selection.isUnbounded()) {
            finder.findAfter(settings.discoveryInterval());
        }
    }

    /**
     * A bound on the times of what readers may yet report from a checkpoint, and of streams that
     * are yet to be found: what was made since they were last looked for has nothing older.
     */
    private long earliestOfUnknown() {
        if (!taken.isComplete()) {
            return Long.MIN_VALUE;
        }
        if (!selection.looksForStreams() || (streamsAreFound && !selection.isUnbounded())) {
            return Long.MAX_VALUE;
        }
        return finder.lastLook()
                .map(look -> look.minus(settings.watermarks().uploadDelay()).toEpochMilli())
                .orElse(Long.MIN_VALUE);
    }

    private void found(List<StreamDescription> descriptions) {
        Instant now = resources.clock().instant();
        Set<String> known =
                streams.keySet().stream().map(StreamReference::name).collect(Collectors.toSet());
        descriptions.stream()
                .filter(stream -> known.add(stream.name()))
                .map(
                        stream ->
                                StreamProgress.fresh(
                                        new StreamReference(stream.name()),
                                        Optional.of(stream.arn()),
                                        selection.ofFound(),
                                        now))
                .toList()
                .forEach(progress -> add(progress, true).advance());
        if (streams.isEmpty() && selection.mustFindStreams()) {
            failed(
                    new UnavailableDataException(
                            "There is no stream to read: none "
                                    + selection.describePrefix()
                                    + ", keeps fragments and is accepted by the stream filter, if"
                                    + " there is one. Check the prefix, the region and the"
                                    + " account.",
                            null));
        }
        streamsAreFound = true;
        backlogStatus.streamsAreFound();
        lookForMoreStreamsLater();
        assigner.serveReaders();
    }

    @Override
    public void discovered(StreamDiscovery stream) {
        assigner.changed(stream);
        assigner.serveReaders();
        noteBacklog(stream);
    }

    private void noteBacklog(StreamDiscovery stream) {
        backlogStatus.changed(stream.backlog());
        if (streamsAreFound) {
            backlogStatus.streamsAreFound();
        }
    }

    @Override
    public void failed(Throwable reason) {
        throw new FlinkRuntimeException(reason.getMessage(), reason);
    }

    @Override
    public Optional<StreamReference> another(StreamReference stream) {
        return streams.keySet().stream().filter(other -> !other.equals(stream)).findFirst();
    }

    /** All streams together may not take more memory than a few did. */
    @Override
    public int fragmentsAhead() {
        int each = settings.maxPendingFragments() / Math.max(1, assigner.activeStreams());
        return Math.max(MIN_FRAGMENTS_AHEAD, Math.min(settings.windowFragments(), each));
    }

    /**
     * Under HybridSource, a reader that goes back to a checkpoint may read an earlier source again.
     * All of that has been handed out, or this one would not have begun; nobody else tells the
     * reader.
     */
    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        if (readers.contains(subtaskId)) {
            assigner.requested(subtaskId);
        } else {
            context.sendEventToSourceReader(subtaskId, new NothingLeftEvent());
        }
    }

    /** What a reader of an earlier source tells is not about splits of this one. */
    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (!readers.contains(subtaskId)) {
            return;
        }
        if (event instanceof FinishedSplitsEvent finished) {
            finished.pausedIds().forEach(splitId -> assigner.spent(subtaskId, splitId));
            finished.splitIds().forEach(splitId -> assigner.finished(subtaskId, splitId));
        } else if (event instanceof RestoredSplitsEvent restored) {
            hasRestored(subtaskId, restored.splits());
        } else if (event instanceof ReceivedSplitsEvent received) {
            unconfirmed.received(subtaskId, received.lastAssignment());
        } else if (event instanceof EnoughRecordsEvent) {
            assigner.hasEnough(subtaskId);
        } else if (event instanceof RefusedRequestEvent refused) {
            wasRefused(refused);
        }
    }

    /** Called in place of the other where several attempts at a reader run side by side. */
    @Override
    public void handleSourceEvent(int subtaskId, int attemptNumber, SourceEvent event) {
        assigner.hasSeveralAttempts();
        handleSourceEvent(subtaskId, event);
    }

    private void hasRestored(int reader, List<Restored> splits) {
        for (Restored split : splits) {
            assigner.restored(reader, split.splitId(), new StreamReference(split.stream()));
        }
        owners.hasRestored(reader);
        unconfirmed
                .restored(reader, splits)
                .forEach(split -> giveBack(split.split(), toItsReader(split.reader())));
        assigner.serveReaders();
    }

    /**
     * A split that one reader alone has lost goes back to it if the source emits watermarks, since
     * those of the others may be beyond it.
     */
    private Optional<Integer> toItsReader(int reader) {
        return settings.watermarks().areFromSource() && reader < context.currentParallelism()
                ? Optional.of(reader)
                : Optional.empty();
    }

    private void wasRefused(RefusedRequestEvent refused) {
        StreamDiscovery stream = streams.get(refused.stream());
        if (stream == null) {
            return;
        }
        StreamQuota quota = stream.backlog().quota();
        metrics.throttled();
        if (refused.kind() == ServiceErrorKind.CONNECTION_LIMIT) {
            quota.connectionRefused(assigner.readersOf(refused.stream()));
        } else {
            quota.fragmentsRefused();
        }
    }

    /** A reader that registers has just started: it holds what it is about to tell. */
    @Override
    public void addReader(int subtaskId) {
        readers.added(subtaskId);
        assigner.forget(subtaskId);
        boolean isRestored = taken.registered(subtaskId);
        List<KvsArchiveSplit> reported =
                reportedSplits.of(context.registeredReaders().get(subtaskId));
        if (!reported.isEmpty()) {
            takeOver(subtaskId, reported, isRestored ? Optional.empty() : toItsReader(subtaskId));
        }
    }

    private void takeOver(int reader, List<KvsArchiveSplit> reported, Optional<Integer> onlyFor) {
        taken.take(reported).forEach(split -> giveBack(split, onlyFor));
        unconfirmed
                .restored(reader, reported.stream().map(Restored::of).toList())
                .forEach(split -> giveBack(split.split(), toItsReader(split.reader())));
        assigner.serveReaders();
    }

    @Override
    public void addSplitsBack(List<KvsArchiveSplit> splits, int subtaskId) {
        assigner.forget(subtaskId);
        unconfirmed.readerReset(subtaskId, lastCompletedCheckpoint);
        splits.forEach(split -> giveBack(split, toItsReader(subtaskId)));
        assigner.serveReaders();
    }

    /** A checkpoint may hold splits of a stream that the job no longer names. */
    private void giveBack(KvsArchiveSplit split, Optional<Integer> onlyFor) {
        StreamDiscovery stream = streams.get(split.stream());
        if (stream == null) {
            stream = add(StreamProgress.exhausted(split.stream()), true);
        }
        stream.backlog().giveBack(split, onlyFor);
        assigner.changed(stream);
    }

    /**
     * In a batch job, readers have no state: what they hold when the JobManager fails, Flink gives
     * back, and those that were done with all do not register again.
     */
    @Override
    public KvsArchiveEnumeratorState snapshotState(long checkpointId) {
        boolean isBatch = checkpointId == BATCH_SNAPSHOT;
        return new KvsArchiveEnumeratorState(
                isBatch ? KvsArchiveEnumeratorState.WITHOUT_READERS : generation,
                assigner.assignments(),
                streamsAreFound && selection.looksForStreams(),
                streams.values().stream().map(stream -> stream.backlog().toProgress()).toList(),
                isBatch ? List.of() : unconfirmed.atCheckpoint(checkpointId));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        lastCompletedCheckpoint = checkpointId;
        unconfirmed.checkpointCompleted(checkpointId);
    }

    @Override
    public void close() {
        resources.close();
    }
}
