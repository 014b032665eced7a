/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;

/** An enumerator whose coordinator and listing threads move only when the test says so. */
final class EnumeratorHarness {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final int READERS = 10;
    static final FragmentSelection DAY =
            new FragmentSelection.InTimeRange(
                    FragmentSelectorType.PRODUCER_TIMESTAMP, START, START.plus(Duration.ofDays(1)));
    static final EnumeratorSettings SETTINGS = settings(20, size(2), 2);

    /**
     * A split that a reader got.
     *
     * @param fragments the numbers of its fragments
     */
    record Assigned(int reader, String splitId, List<String> fragments) {}

    final FakeArchiveService service;
    final SteppedExecutor listing = new SteppedExecutor();
    final ManualClock clock = new ManualClock(START);
    final KvsArchiveSplitEnumerator enumerator;

    private final RecordingContext context = new RecordingContext();
    private final Map<Integer, Deque<String>> held = new HashMap<>();
    private boolean answersAtOnce;

    EnumeratorHarness(
            FakeArchiveService service,
            EnumeratorSettings settings,
            StreamSelection selection,
            KvsArchiveEnumeratorState state) {
        this(service, settings, selection, state, SplitsReportedOnRegistration.NONE);
    }

    EnumeratorHarness(
            FakeArchiveService service,
            EnumeratorSettings settings,
            StreamSelection selection,
            KvsArchiveEnumeratorState state,
            SplitsReportedOnRegistration reportedSplits) {
        this.service = service;
        this.enumerator =
                new KvsArchiveSplitEnumerator(
                        context,
                        new DiscoveryResources(service, listing, clock, clock, clock::nanoTime),
                        settings,
                        selection,
                        state,
                        reportedSplits);
    }

    static EnumeratorHarness started(
            FakeArchiveService service, EnumeratorSettings settings, String... streams) {
        return started(service, settings, wholeDay(streams));
    }

    static EnumeratorHarness started(
            FakeArchiveService service, EnumeratorSettings settings, StreamSelection selection) {
        EnumeratorHarness harness =
                new EnumeratorHarness(
                        service,
                        settings,
                        selection,
                        KvsArchiveEnumeratorState.fresh(selection, START));
        harness.enumerator.start();
        return harness;
    }

    static EnumeratorHarness restored(
            FakeArchiveService service,
            EnumeratorSettings settings,
            KvsArchiveEnumeratorState checkpoint,
            String... streams)
            throws Exception {
        return restored(service, settings, checkpoint, wholeDay(streams));
    }

    static EnumeratorHarness restored(
            FakeArchiveService service,
            EnumeratorSettings settings,
            KvsArchiveEnumeratorState checkpoint,
            StreamSelection selection)
            throws Exception {
        KvsArchiveEnumeratorStateSerializer serializer = new KvsArchiveEnumeratorStateSerializer();
        KvsArchiveEnumeratorState state =
                serializer.deserialize(serializer.getVersion(), serializer.serialize(checkpoint));
        EnumeratorHarness harness =
                new EnumeratorHarness(
                        service, settings, selection, state.restored(selection, START));
        harness.enumerator.start();
        return harness;
    }

    static SplitSize size(int fragments) {
        return new SplitSize(fragments, Long.MAX_VALUE, Duration.ofDays(1));
    }

    static EnumeratorSettings settings(int windowFragments, SplitSize splitSize, int lanes) {
        return new TestSettings(windowFragments, splitSize, lanes).build();
    }

    static EnumeratorSettings skippingLosses(EnumeratorSettings settings) {
        return TestSettings.of(settings).lostFragments(LostFragmentPolicy.SKIP).build();
    }

    static StreamSelection wholeDay(String... streams) {
        Map<StreamReference, FragmentSelection> selections = new LinkedHashMap<>();
        for (String stream : streams) {
            selections.put(new StreamReference(stream), DAY);
        }
        return new StreamSelection(selections, null, DAY, null);
    }

    /** A fragment whose number is the second at which it begins. */
    static ListedFragment at(int second) {
        return at(second, 1000);
    }

    static ListedFragment at(int second, long sizeInBytes) {
        Instant start = START.plusSeconds(second);
        return new ListedFragment(
                Integer.toString(second), start, start, sizeInBytes, Duration.ZERO);
    }

    static List<ListedFragment> eachSecond(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(EnumeratorHarness::at).toList();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    /** A reader that starts with nothing. */
    void startReader(int reader) {
        register(reader);
        restore(reader, List.of());
        request(reader);
        request(reader);
    }

    void register(int reader) {
        held.remove(reader);
        context.registerReader(reader, "host");
        enumerator.addReader(reader);
    }

    /** A reader tells what it took over from a checkpoint. */
    void restore(int reader, List<KvsArchiveSplit> splits) {
        if (!context.registeredReaders().containsKey(reader)) {
            register(reader);
        }
        enumerator.handleSourceEvent(reader, RestoredSplitsEvent.of(splits));
        Deque<String> ids = held.computeIfAbsent(reader, key -> new ArrayDeque<>());
        splits.forEach(split -> ids.add(split.splitId()));
    }

    /**
     * A reader asks for a split. All that was sent to it has reached it; if it holds as many as it
     * can, it has finished the oldest.
     */
    void request(int reader) {
        receiveAll(reader);
        Deque<String> ids = held.computeIfAbsent(reader, key -> new ArrayDeque<>());
        if (ids.size() == KvsArchiveSplit.MAX_HELD_BY_READER) {
            finish(reader, ids.element());
        }
        enumerator.handleSplitRequest(reader, "host");
    }

    /** A reader finishes what it holds, and asks for something else, until nothing comes. */
    void finishAll(int... readers) {
        settle();
        int before = -1;
        while (before != context.assigned.size()) {
            before = context.assigned.size();
            for (int reader : readers) {
                receiveAll(reader);
                List.copyOf(held.getOrDefault(reader, new ArrayDeque<>()))
                        .forEach(splitId -> finish(reader, splitId));
                enumerator.handleSplitRequest(reader, "host");
                settle();
            }
        }
    }

    void finish(int reader, String splitId) {
        held.get(reader).remove(splitId);
        enumerator.handleSourceEvent(reader, new FinishedSplitsEvent(List.of(splitId), List.of()));
    }

    void receiveAll(int reader) {
        splitsOf(reader).stream()
                .mapToLong(KvsArchiveSplit::assignment)
                .max()
                .ifPresent(
                        latest ->
                                enumerator.handleSourceEvent(
                                        reader, new ReceivedSplitsEvent(latest)));
    }

    void failReader(int reader) {
        held.remove(reader);
        context.registeredReaders().remove(reader);
    }

    /** As under HybridSource: a reader is there again, and reads the source before this one. */
    void returnToEarlierSource(int reader) {
        failReader(reader);
        context.registerReader(reader, "host");
    }

    /** Lets the listing threads and the coordinator do all that they have to do. */
    void settle() {
        do {
            listing.runAll();
            context.triggerAllActions();
        } while (listing.queued() > 0);
    }

    /** Readers finish each split as soon as they have got it, and ask for the next one. */
    void answerAtOnce() {
        answersAtOnce = true;
    }

    private void finishAndRequest(int reader, String splitId) {
        receiveAll(reader);
        finish(reader, splitId);
        enumerator.handleSplitRequest(reader, "host");
    }

    /** Lets time pass, and all be done that becomes due. */
    void pass(Duration time) {
        long until = clock.nanoTime() + time.toNanos();
        settle();
        while (clock.advanceToNext(until)) {
            settle();
        }
    }

    /** Lets the listing threads work, and the coordinator not see what comes of it. */
    void listOnly() {
        listing.runAll();
    }

    void coordinate() {
        context.triggerAllActions();
    }

    /** A reader that fails and starts anew. */
    void restartReader(int reader) {
        failReader(reader);
        register(reader);
    }

    /** Every reader asks on as if it had finished a split, until nothing comes any more. */
    void readToTheEnd(int... readers) {
        settle();
        int before = -1;
        while (before != context.assigned.size()) {
            before = context.assigned.size();
            for (int reader : readers) {
                request(reader);
                settle();
            }
            pass(Duration.ofSeconds(2));
        }
    }

    List<Assigned> assigned() {
        return context.assigned.stream().map(Assignment::describe).toList();
    }

    List<Assigned> assignedTo(int reader) {
        return assigned().stream().filter(split -> split.reader() == reader).toList();
    }

    List<KvsArchiveSplit> splitsOf(int reader) {
        return context.assigned.stream()
                .filter(assignment -> assignment.reader() == reader)
                .map(Assignment::split)
                .toList();
    }

    List<String> fragmentsAssigned() {
        return assigned().stream().flatMap(split -> split.fragments().stream()).toList();
    }

    /**
     * What a reader was sent, in order: the numbers of a split's fragments, and bounds on the rest
     * as seconds from the start.
     */
    List<String> sentTo(int reader) {
        return context.sent.getOrDefault(reader, List.of());
    }

    /** What Flink was told of whether the job reads the past, in order. */
    List<Boolean> backlog() {
        return List.copyOf(context.backlog);
    }

    /** The readers that were told that no more splits come, in order. */
    List<Integer> toldNoMoreSplits() {
        return List.copyOf(context.toldNoMoreSplits);
    }

    /** Runs on the test's thread, when the test says so. */
    static final class SteppedExecutor extends AbstractExecutorService {

        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean shutDown;

        int queued() {
            return tasks.size();
        }

        void runAll() {
            for (int i = tasks.size(); i > 0; i--) {
                runNext();
            }
        }

        void runNext() {
            tasks.remove().run();
        }

        @Override
        public void execute(Runnable task) {
            if (shutDown) {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        }

        /** What is queued is left for the test to run, as a task that was under way. */
        @Override
        public List<Runnable> shutdownNow() {
            shutDown = true;
            return List.of();
        }

        @Override
        public void shutdown() {
            shutDown = true;
        }

        @Override
        public boolean isShutdown() {
            return shutDown;
        }

        @Override
        public boolean isTerminated() {
            return shutDown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutDown;
        }
    }

    private record Assignment(int reader, KvsArchiveSplit split) {
        Assigned describe() {
            return new Assigned(
                    reader,
                    split.splitId(),
                    split.fragments().stream().map(FragmentToRead::fragmentNumber).toList());
        }
    }

    private final class RecordingContext extends TestingSplitEnumeratorContext<KvsArchiveSplit> {

        private final List<Assignment> assigned = new ArrayList<>();
        private final List<Integer> toldNoMoreSplits = new ArrayList<>();
        private final List<Boolean> backlog = new ArrayList<>();
        private final Map<Integer, List<String>> sent = new HashMap<>();

        RecordingContext() {
            super(READERS);
        }

        @Override
        public void assignSplits(SplitsAssignment<KvsArchiveSplit> splits) {
            splits.assignment()
                    .forEach(
                            (reader, assignment) ->
                                    assignment.forEach(split -> assigned(reader, split)));
            super.assignSplits(splits);
        }

        private void assigned(int reader, KvsArchiveSplit split) {
            assigned.add(new Assignment(reader, split));
            sent(reader, assigned.get(assigned.size() - 1).describe().fragments().toString());
            held.computeIfAbsent(reader, key -> new ArrayDeque<>()).add(split.splitId());
            if (answersAtOnce) {
                runInCoordinatorThread(() -> finishAndRequest(reader, split.splitId()));
            }
        }

        private void sent(int reader, String what) {
            sent.computeIfAbsent(reader, key -> new ArrayList<>()).add(what);
        }

        @Override
        public void sendEventToSourceReader(int reader, SourceEvent event) {
            sent(
                    reader,
                    event instanceof LowerBoundEvent bound
                            ? "from " + describe(bound.millis())
                            : event.getClass().getSimpleName());
        }

        private static String describe(long millis) {
            if (millis == Long.MIN_VALUE) {
                return "anywhere";
            }
            return millis == Long.MAX_VALUE
                    ? "nowhere"
                    : Long.toString(TimeUnit.MILLISECONDS.toSeconds(millis - START.toEpochMilli()));
        }

        @Override
        public void setIsProcessingBacklog(boolean isProcessingBacklog) {
            backlog.add(isProcessingBacklog);
        }

        @Override
        public void signalNoMoreSplits(int reader) {
            toldNoMoreSplits.add(reader);
            super.signalNoMoreSplits(reader);
        }
    }
}
