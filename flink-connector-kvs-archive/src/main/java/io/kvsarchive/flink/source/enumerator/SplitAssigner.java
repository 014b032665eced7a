/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.discovery.StreamDiscovery;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives splits to the readers that wait for them: of the earliest stream that a reader may read, as
 * much as the stream's quota allows. For the coordinator's thread.
 */
final class SplitAssigner {

    private final SplitEnumeratorContext<KvsArchiveSplit> context;
    private final DiscoveryResources resources;
    private final EnumeratorSettings settings;
    private final CoordinatedCalls calls;
    private final UnconfirmedSplits unconfirmed;
    private final StreamOwners owners;
    private final Readers readers;
    private final int generation;
    private final BooleanSupplier isAllHandedOut;
    private final SplitsByReader splits = new SplitsByReader();
    private final ReadyStreams ready = new ReadyStreams();
    private final EarliestOfStreams positions = new EarliestOfStreams();
    private final LowerBounds bounds;
    private final EnumeratorMetrics metrics;

    /** Streams of which something is, or will be, left to hand out. */
    private final Set<StreamReference> active = new HashSet<>();

    /** Those of them of which nothing has been heard so far. */
    private final Set<StreamReference> unheard = new HashSet<>();

    private final Map<Integer, Integer> requestsByReader = new HashMap<>();
    private final Set<Integer> dismissedReaders = new HashSet<>();
    private final Set<Integer> startedReaders = new HashSet<>();
    private boolean isEnough;
    private final Map<Integer, Set<String>> spentIds = new HashMap<>();
    private long assignments;

    /** When readers are served again since a quota allows more, by the nano clock. */
    @Nullable private Long nextWakeUp;

    /**
     * @param isAllHandedOut whether no stream will come in addition to those that are active
     * @param earliestOfUnfound a bound on the times of streams that may yet be found
     */
    SplitAssigner(
            SplitEnumeratorContext<KvsArchiveSplit> context,
            DiscoveryResources resources,
            EnumeratorSettings settings,
            CoordinatedCalls calls,
            UnconfirmedSplits unconfirmed,
            StreamOwners owners,
            Readers readers,
            EnumeratorMetrics metrics,
            KvsArchiveEnumeratorState state,
            BooleanSupplier isAllHandedOut,
            LongSupplier earliestOfUnfound) {
        this.context = context;
        this.resources = resources;
        this.settings = settings;
        this.calls = calls;
        this.unconfirmed = unconfirmed;
        this.owners = owners;
        this.readers = readers;
        this.metrics = metrics;
        this.generation = state.generation();
        this.assignments = state.assignments();
        this.isAllHandedOut = isAllHandedOut;
        this.bounds =
                new LowerBounds(
                        context,
                        calls,
                        settings.watermarks(),
                        () -> Math.min(unconfirmed.earliestMillis(), earliestOfUnfound.getAsLong()),
                        this::waitingReaders);
    }

    /**
     * A reader has emitted as many records as the job wants: nothing more is handed out. Should a
     * reader start anew, what it had emitted may count no more, and all goes on.
     */
    void hasEnough(int reader) {
        isEnough = true;
        requested(reader);
    }

    /** How many splits have been handed out. */
    long assignments() {
        return assignments;
    }

    /** How many streams have something left. */
    int activeStreams() {
        return active.size();
    }

    /** How many readers hold splits of a stream. */
    int readersOf(StreamReference stream) {
        return splits.readersOf(stream);
    }

    /** Notes what has changed of a stream. */
    void changed(StreamDiscovery stream) {
        StreamBacklog backlog = stream.backlog();
        ready.update(stream);
        if (settings.maxDrift().isPresent()) {
            positions.update(backlog.stream(), backlog.positionMillis());
        }
        bounds.changed(backlog);
        if (backlog.isExhausted()) {
            active.remove(backlog.stream());
            owners.forget(backlog.stream());
        } else if (active.add(backlog.stream())) {
            unheard.add(backlog.stream());
        }
        if (stream.isHeardOf() || backlog.isExhausted() || backlog.hasSplit()) {
            unheard.remove(backlog.stream());
        }
        metrics.unassigned(
                backlog.stream(),
                backlog.countSplits(settings.splitSize()),
                backlog.countFragments());
        metrics.unfinished(active.size());
    }

    /** A reader asks for one split more. */
    void requested(int reader) {
        if (!dismissedReaders.contains(reader)) {
            requestsByReader.merge(reader, 1, Integer::sum);
            serveReaders();
        }
    }

    /** A reader is done with a split. */
    void finished(int reader, String splitId) {
        splits.finished(reader, splitId);
    }

    /** A reader can be given no other split of that id. */
    void spent(int reader, String splitId) {
        spentIds.computeIfAbsent(reader, key -> new HashSet<>()).add(splitId);
    }

    /** A reader has taken a split over from a checkpoint. */
    void restored(int reader, String splitId, StreamReference stream) {
        splits.assigned(reader, splitId, stream);
        if (active.contains(stream)) {
            owners.owns(reader, stream);
        }
    }

    /** A reader starts anew: it holds what it is about to tell. */
    void forget(int reader) {
        splits.release(reader);
        requestsByReader.remove(reader);
        spentIds.remove(reader);
        dismissedReaders.remove(reader);
        bounds.forget(reader);
        boolean startsAnew = !startedReaders.add(reader);
        isEnough = isEnough && !startsAnew;
    }

    /** Several attempts at the same reader may run side by side. */
    void hasSeveralAttempts() {
        readers.hasSeveralAttempts();
        bounds.end();
    }

    private boolean isOrdered() {
        return settings.order() == ReadOrder.ORDERED;
    }

    /** Gives splits to readers that wait, as far as there are any. */
    void serveReaders() {
        if (isOrdered() && !owners.areKnown()) {
            return;
        }
        while (!isEnough && serveEachOnce()) {
            // Round by round, so that all readers have work before any has a spare split.
        }
        boolean isOver = isEnough || (active.isEmpty() && isAllHandedOut.getAsBoolean());
        if (isOver && unconfirmed.areSettled()) {
            waitingReaders().forEach(this::dismiss);
            requestsByReader.clear();
        }
        bounds.tellWaiting();
    }

    /**
     * Tells a reader that no more splits come. Flink passes on no request of it from then on, so
     * nothing would free its lanes any more, and splits that another reader loses would wait for
     * them for ever.
     */
    private void dismiss(int reader) {
        bounds.tell(reader);
        context.signalNoMoreSplits(reader);
        dismissedReaders.add(reader);
        splits.release(reader);
    }

    private Set<Integer> waitingReaders() {
        requestsByReader.keySet().retainAll(readers.all());
        return requestsByReader.keySet();
    }

    private boolean serveEachOnce() {
        List<Integer> waiting = new ArrayList<>(waitingReaders());
        waiting.sort(Comparator.comparingInt(splits::heldBy));
        boolean served = false;
        for (int reader : waiting) {
            if (splits.heldBy(reader) > 0 && !unheard.isEmpty()) {
                // A spare split of a stream that turns out slow would be all that the reader has.
                continue;
            }
            Optional<StreamDiscovery> stream = earliestFor(reader);
            if (stream.isPresent()) {
                assign(stream.get(), reader);
                served = true;
            }
        }
        return served;
    }

    /**
     * The stream that a reader is to read next: the earliest that it may read, but no stream takes
     * more than its share of the readers while others have something to read. So a stream that is
     * slow, or refused, holds up no other.
     */
    private Optional<StreamDiscovery> earliestFor(int reader) {
        int share = readersOfEachStream();
        long latestStart = latestStart();
        List<StreamDiscovery> beyondTheirShare = new ArrayList<>(1);
        return ready.earliestFirst()
                .takeWhile(stream -> stream.backlog().nextStartMillis() <= latestStart)
                .filter(stream -> mayRead(reader, stream.backlog()))
                .filter(stream -> isAllowed(reader, stream.backlog()))
                .filter(stream -> isWithinShare(stream, reader, share, beyondTheirShare))
                .findFirst()
                .or(() -> beyondTheirShare.stream().findFirst());
    }

    /** By the listing's clock, so that no stream runs too far ahead of the others. */
    private long latestStart() {
        long furthestBehind = positions.millis();
        return settings.maxDrift()
                .filter(drift -> furthestBehind != Long.MAX_VALUE)
                .map(drift -> furthestBehind + drift.toMillis())
                .orElse(Long.MAX_VALUE);
    }

    private boolean isWithinShare(
            StreamDiscovery stream, int reader, int share, List<StreamDiscovery> beyond) {
        StreamReference name = stream.backlog().stream();
        int others = splits.readersOf(name) - (splits.isReaderOf(reader, name) ? 1 : 0);
        if (others < share) {
            return true;
        }
        beyond.add(stream);
        return false;
    }

    /** If all streams that have something to read are read side by side. */
    private int readersOfEachStream() {
        return ceilDiv(Math.max(1, readers.all().size()), Math.max(1, ready.size()));
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private boolean mayRead(int reader, StreamBacklog backlog) {
        StreamReference stream = backlog.stream();
        if (!backlog.hasSplitFor(reader)) {
            return false;
        }
        if (isOrdered()) {
            // No two splits at a time: when a job is restored with another parallelism, Flink may
            // give them to different readers.
            int most = ceilDiv(active.size(), context.currentParallelism());
            return splits.readersOf(stream) == 0 && owners.mayRead(reader, stream, most);
        }
        return splits.isReaderOf(reader, stream)
                || splits.readersOf(stream) < backlog.quota().lanes();
    }

    /** Whether the stream's quota allows its next split now; if not, it is tried again in time. */
    private boolean isAllowed(int reader, StreamBacklog backlog) {
        Duration wait = backlog.quota().untilFragments(nextSplitFragments(reader, backlog));
        if (wait.isZero()) {
            return true;
        }
        long due = resources.nanoClock().getAsLong() + wait.toNanos();
        if (nextWakeUp == null || due - nextWakeUp < 0) {
            nextWakeUp = due;
            calls.after(wait, () -> wakeUp(due));
        }
        return false;
    }

    private void wakeUp(long due) {
        if (nextWakeUp != null && nextWakeUp == due) {
            nextWakeUp = null;
        }
        serveReaders();
    }

    private int nextSplitFragments(int reader, StreamBacklog backlog) {
        return backlog.nextSplitFragments(
                reader,
                settings.splitSize().withAtMost(settings.quota().maxFragmentsPerRequest()),
                isOrdered() ? 1 : Math.min(backlog.quota().lanes(), readersOfEachStream()));
    }

    private void assign(StreamDiscovery stream, int reader) {
        StreamBacklog backlog = stream.backlog();
        int fragments = nextSplitFragments(reader, backlog);
        backlog.quota().takeFragments(fragments);
        assignments++;
        metrics.assigned();
        KvsArchiveSplit split =
                backlog.takeSplit(reader, unusedSplitId(reader), assignments, fragments);
        unconfirmed.sent(reader, split);
        splits.assigned(reader, split.splitId(), split.stream());
        owners.owns(reader, split.stream());
        context.assignSplit(split, reader);
        requestsByReader.computeIfPresent(
                reader, (key, requests) -> requests > 1 ? requests - 1 : null);
        changed(stream);
        bounds.tell(reader);
        stream.advance();
    }

    /** An attempt may be done with a split that another one still holds. */
    private String unusedSplitId(int reader) {
        if (readers.attemptsAreSeveral()) {
            return SplitIds.of(generation, reader, assignments);
        }
        int slot = 0;
        while (isUsed(reader, SplitIds.of(generation, reader, slot))) {
            slot++;
        }
        return SplitIds.of(generation, reader, slot);
    }

    private boolean isUsed(int reader, String splitId) {
        return splits.holds(reader, splitId)
                || spentIds.getOrDefault(reader, Set.of()).contains(splitId);
    }
}
