/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.discovery.FragmentsAhead;
import io.kvsarchive.flink.source.discovery.KnownStreams;
import io.kvsarchive.flink.source.discovery.QuotaRefusals;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.discovery.StreamDiscovery;
import io.kvsarchive.flink.source.discovery.StreamFinder;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.NothingLeftEvent;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent.Restored;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;
import org.apache.flink.api.connector.source.SupportsHandleExecutionAttemptSourceEvent;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Hands out splits to the readers that ask, the earliest first, within each stream's quota. Its
 * state is what no reader's state holds, and does not depend on what readers tell.
 *
 * <p>The life of a split, from the listing to its last record. "Coordinator" is the thread of the
 * source's coordinator in the JobManager; all classes here are for that thread alone, so that none
 * has locks. The others are named where they work.
 *
 * <ol>
 *   <li><b>A stream becomes known.</b> Coordinator, {@link KnownStreams}. The job names it, {@link
 *       StreamFinder} finds it, or the checkpoint has it that the job goes on from. If the
 *       coordinator fails, the streams of the last checkpoint are known again, and those that are
 *       new begin at their start. This ends with the job, or when the stream is left out as broken.
 *   <li><b>A window of its time is listed.</b> {@link StreamDiscovery} decides on the coordinator
 *       when the next page is due, by the quota and by what is still to be handed out; the call
 *       itself is made on a thread "kvs-archive-listing", so that a slow stream holds up no other.
 *       If the service refuses, the page is asked for again after a wait; after too many attempts,
 *       the policy for broken streams decides. If the coordinator fails, the window is listed anew.
 *       This ends with the last page: pages come in no order, so that a window counts as a whole.
 *   <li><b>Its fragments wait.</b> Coordinator, {@link StreamBacklog}. A checkpoint keeps the
 *       position before the first of them and how many there are. If the coordinator fails, they
 *       are listed again from there; if the service has fewer of them by then, the policy for lost
 *       fragments decides. This ends when splits are made of them.
 *   <li><b>A reader asks.</b> It does so on its task's thread when it is ready for another split;
 *       {@link WaitingReaders} notes it on the coordinator. If the reader fails, its request is
 *       forgotten, and it asks again when it has started. If the coordinator fails, all readers
 *       start anew with it. This ends when {@link StreamChoice} finds a stream for the reader whose
 *       quota allows a split, or when the reader is told that no more splits come.
 *   <li><b>The split is handed out.</b> Coordinator, {@link SplitAssigner} and {@link
 *       HandedOutSplits}. It takes its fragments from the backlog and from the stream's quota, and
 *       has an id and a place among all splits. Until the reader says that it has come, {@link
 *       UnconfirmedSplits} keeps it for checkpoints: a barrier may overtake it on its way. If the
 *       coordinator fails, it is handed out again after the restore, unless a reader has restored
 *       it or a later one. If the reader fails, see the last step.
 *   <li><b>The reader has it.</b> Task's thread, {@code KvsArchiveSourceReader}, which says so and
 *       asks for the next one. From now on the reader's state has the split. It waits until the one
 *       before has been read.
 *   <li><b>It is read.</b> Fetcher's thread, {@code KvsArchiveSplitReader}: one request for all of
 *       its fragments, and more for those that did not come whole. If the service refuses for a
 *       quota's sake, the reader tells, and {@link QuotaRefusals} lets the job ask for less. A
 *       fragment that can't be had after all attempts is lost, and the policy decides. This ends
 *       when the last fragment has come.
 *   <li><b>Its records are emitted.</b> Task's thread, the emitter of the kind of records. The
 *       split's state says which fragment and frame come next, so that a checkpoint falls between
 *       any two. If the reader or the coordinator fails, the reader asks for the rest from there
 *       on, and emits nothing twice.
 *   <li><b>It is finished.</b> The task's thread tells with the last record; on the coordinator its
 *       id and its lane of the stream are free ({@link SplitIds}, {@link SplitsByReader}). A reader
 *       keeps its latest split in its state all the same, without fragments, as a sign that it
 *       came. If the reader fails before the next checkpoint, the split is read again from where it
 *       was at the last one.
 *   <li><b>It comes back if a reader fails.</b> Coordinator, {@link ReturnedSplits}. What the
 *       reader had been given since the checkpoint that it goes back to, Flink gives to {@link
 *       #addSplitsBack}; what was in the checkpoint, the reader restores, or reports when it
 *       registers where Flink can do so. A split that came back is handed out before all else of
 *       its stream, as in the fifth step, with the progress that it had.
 * </ol>
 */
@Internal
public final class KvsArchiveSplitEnumerator
        implements SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState>,
                SupportsBatchSnapshot,
                SupportsHandleExecutionAttemptSourceEvent {

    /** See {@link SupportsBatchSnapshot}. */
    private static final long BATCH_SNAPSHOT = -1;

    private final SplitEnumeratorContext<KvsArchiveSplit> context;
    private final DiscoveryResources resources;
    private final StreamSelection selection;
    private final SplitsReportedOnRegistration reportedSplits;
    private final int generation;
    private final JobLog log;
    private final BacklogSignal backlogSignal;
    private final QuotaRefusals refusals;
    private final StreamFinder finder;
    private final KnownStreams streams;
    private final Readers readers;
    private final UnconfirmedSplits unconfirmed;
    private final StreamOwners owners;
    private final HandedOutSplits handedOut;
    private final ReturnedSplits returned;
    private final LowerBounds bounds;
    private final SplitAssigner assigner;

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
        this.selection = selection;
        this.reportedSplits = reportedSplits;
        this.generation = state.generation();
        this.log = new JobLog(resources.nanoClock());
        EnumeratorMetrics metrics = new EnumeratorMetrics(context.metricGroup());
        this.refusals = new QuotaRefusals(metrics, resources.nanoClock());
        this.backlogSignal = new BacklogSignal(context);
        CoordinatedCalls calls = new CoordinatedCalls(context, resources);
        this.finder =
                new StreamFinder(
                        selection,
                        calls,
                        settings,
                        state.streamsAreFound(),
                        this::found,
                        KvsArchiveSplitEnumerator::fail);
        Set<Integer> restored = state.isRestored() ? allReaders() : Set.of();
        SplitsTakenOnRestore taken =
                new SplitsTakenOnRestore(
                        reportedSplits == SplitsReportedOnRegistration.NONE ? Set.of() : restored);
        this.unconfirmed = new UnconfirmedSplits(state.unconfirmed(), allReaders());
        this.readers = new Readers(context::registeredReaders);
        FragmentsAhead ahead =
                new FragmentsAhead(settings.windowFragments(), settings.maxPendingFragments());
        ActiveStreams active = new ActiveStreams(ahead);
        ReadyStreams ready = new ReadyStreams();
        StreamDrift drift = new StreamDrift(settings.maxDrift());
        WaitingReaders waiting = new WaitingReaders(readers);
        this.owners = new StreamOwners(active, context::currentParallelism, restored);
        this.bounds =
                new LowerBounds(
                        context,
                        calls,
                        settings.watermarks(),
                        () -> earliestOfUnknown(taken),
                        waiting);
        BacklogMetrics backlogMetrics = new BacklogMetrics(metrics, settings.splitSize(), active);
        List<BacklogListener> listeners =
                List.of(
                        active,
                        owners,
                        ready,
                        drift,
                        bounds,
                        backlogSignal,
                        backlogMetrics,
                        refusals);
        this.streams =
                new KnownStreams(
                        settings,
                        calls,
                        ahead,
                        metrics,
                        backlog -> listeners.forEach(listener -> listener.changed(backlog)),
                        new Discoveries());
        this.returned =
                new ReturnedSplits(
                        streams,
                        unconfirmed,
                        taken,
                        settings.watermarks(),
                        context::currentParallelism);
        SplitsByReader held = new SplitsByReader();
        this.handedOut =
                new HandedOutSplits(
                        new SplitIds(generation, readers, held),
                        held,
                        owners,
                        unconfirmed,
                        metrics,
                        state.assignments());
        StreamChoice choice =
                new StreamChoice(
                        settings,
                        ready,
                        drift,
                        settings.isOrdered()
                                ? new OrderedReading(held, owners)
                                : new ParallelReading(held),
                        new ReaderShares(readers, ready, active, held),
                        new WakeUp(calls, this::serveReaders));
        RemainingWork work = new RemainingWork(active, unconfirmed, this::areAllStreamsKnown);
        this.assigner = new SplitAssigner(context, waiting, choice, handedOut, work, bounds);
        log.begins(selection, settings, context.currentParallelism());
        if (state.isRestored() || state.assignments() > 0) {
            log.isRestored(state);
        }
        state.streams().forEach(progress -> streams.add(progress, filterOf(progress.stream())));
    }

    private Set<Integer> allReaders() {
        return IntStream.range(0, context.currentParallelism())
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Streams that were found have been accepted. */
    private Optional<StreamDescription.Filter> filterOf(StreamReference stream) {
        return selection.named().containsKey(stream)
                ? Optional.ofNullable(selection.filter())
                : Optional.empty();
    }

    /** A bound on the times of what is in no stream's backlog, and may yet be. */
    private long earliestOfUnknown(SplitsTakenOnRestore taken) {
        return taken.isComplete()
                ? Math.min(unconfirmed.earliestMillis(), finder.earliestMillis())
                : Long.MIN_VALUE;
    }

    private boolean areAllStreamsKnown() {
        return finder.areFound() && !selection.isUnbounded();
    }

    private void serveReaders() {
        assigner.serveReaders();
    }

    private static void fail(Throwable reason) {
        throw new FlinkRuntimeException(reason.getMessage(), reason);
    }

    @Override
    public void start() {
        if (selection.isUnbounded()) {
            backlogSignal.begin();
        }
        streams.start();
        finder.start();
    }

    private void found(List<StreamDescription> descriptions) {
        Instant now = resources.clock().instant();
        Set<String> known =
                streams.all().map(backlog -> backlog.stream().name()).collect(Collectors.toSet());
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
                .forEach(streams::addFound);
        if (streams.isEmpty() && selection.mustFindStreams()) {
            fail(
                    new UnavailableDataException(
                            ("There is no stream to read: none %s, keeps fragments and is accepted"
                                            + " by the stream filter, if there is one. Check the"
                                            + " prefix, the region and the account.")
                                    .formatted(selection.describePrefix()),
                            null));
        }
        backlogSignal.streamsAreFound();
        serveReaders();
    }

    /** What comes of calls that a stream's discovery makes. */
    private final class Discoveries implements StreamDiscovery.Listener {

        @Override
        public void discovered() {
            serveReaders();
            if (finder.areFound()) {
                backlogSignal.streamsAreFound();
            }
        }

        @Override
        public void listingRefused(StreamBacklog stream) {
            refusals.listingRefused(stream);
        }

        @Override
        public void failed(Throwable reason) {
            fail(reason);
        }
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
            finished.pausedIds().forEach(splitId -> handedOut.spent(subtaskId, splitId));
            finished.splitIds().forEach(splitId -> handedOut.finished(subtaskId, splitId));
        } else if (event instanceof RestoredSplitsEvent restored) {
            hasRestored(subtaskId, restored.splits());
        } else if (event instanceof ReceivedSplitsEvent received) {
            unconfirmed.received(subtaskId, received.lastAssignment());
        } else if (event instanceof EnoughRecordsEvent) {
            assigner.hasEnough(subtaskId);
        } else if (event instanceof RefusedRequestEvent refused) {
            mediaRefused(refused);
        }
    }

    /** Called in place of the other where several attempts at a reader run side by side. */
    @Override
    public void handleSourceEvent(int subtaskId, int attemptNumber, SourceEvent event) {
        readers.hasSeveralAttempts();
        bounds.end();
        handleSourceEvent(subtaskId, event);
    }

    private void hasRestored(int reader, List<Restored> splits) {
        for (Restored split : splits) {
            handedOut.restored(reader, split.splitId(), new StreamReference(split.stream()));
        }
        boolean wereAllKnown = owners.areKnown();
        owners.hasRestored(reader);
        returned.readerRestored(reader, splits);
        if (!wereAllKnown && owners.areKnown()) {
            log.readersAreRestored(returned);
        }
        serveReaders();
    }

    private void mediaRefused(RefusedRequestEvent refused) {
        streams.find(refused.stream())
                .ifPresent(
                        stream ->
                                refusals.mediaRefused(
                                        stream,
                                        refused.kind(),
                                        handedOut.readersOf(refused.stream())));
    }

    /** A reader that registers has just started: it holds what it is about to tell. */
    @Override
    public void addReader(int subtaskId) {
        ReaderInfo reader = readers.added(subtaskId);
        assigner.readerStarts(subtaskId);
        returned.readerRegistered(subtaskId, reportedSplits.of(reader));
        serveReaders();
    }

    @Override
    public void addSplitsBack(List<KvsArchiveSplit> splits, int subtaskId) {
        assigner.readerStarts(subtaskId);
        returned.readerFailed(subtaskId, splits);
        serveReaders();
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
                handedOut.assignments(),
                finder.areFound() && selection.looksForStreams(),
                streams.all().map(StreamBacklog::toProgress).toList(),
                isBatch ? List.of() : unconfirmed.atCheckpoint(checkpointId));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        unconfirmed.checkpointCompleted(checkpointId);
    }

    @Override
    public void close() {
        log.ends(handedOut, streams.all().count());
        resources.close();
    }
}
