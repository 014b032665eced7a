/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.QuotaSettings;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitSerializer;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.DecadeArchive;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Enumerates ten years of a stream, to the last fragment, in the heap that the process was given.
 * One reader takes each split as soon as it can, and checks that each fragment comes once and in
 * order.
 */
final class DecadeOfFragments {

    private static final long SPLITS_BETWEEN_CHECKPOINTS = 1000;

    private final DecadeArchive archive = new DecadeArchive();
    private final ManualClock clock =
            new ManualClock(DecadeArchive.START.plus(Duration.ofDays(3660)));
    private final EnumeratorHarness.SteppedExecutor threads =
            new EnumeratorHarness.SteppedExecutor();
    private final OneReader reader = new OneReader();
    private final KvsArchiveEnumeratorStateSerializer stateSerializer =
            new KvsArchiveEnumeratorStateSerializer();
    private final KvsArchiveSplitSerializer splitSerializer = new KvsArchiveSplitSerializer();
    private final KvsArchiveSplitEnumerator enumerator;
    private long next;
    private long splits;
    private int largestSplit;
    private int largestCheckpoint;

    private DecadeOfFragments() {
        FragmentSelection all =
                new FragmentSelection.InTimeRange(
                        FragmentSelectorType.PRODUCER_TIMESTAMP,
                        DecadeArchive.START.minus(Duration.ofDays(10_000)),
                        DecadeArchive.START.plus(Duration.ofDays(10_000)));
        StreamSelection selection =
                new StreamSelection(Map.of(new StreamReference("decade"), all), null, all, null);
        enumerator =
                new KvsArchiveSplitEnumerator(
                        reader,
                        new DiscoveryResources(archive, threads, clock, clock, clock::nanoTime),
                        new TestSettings(5000, EnumeratorHarness.size(100), 5)
                                .pageSize(1000)
                                .quota(
                                        new QuotaSettings(
                                                1, 1, 1_000_000_000, 1_000_000_000, 300, 300, 50))
                                .build(),
                        selection,
                        KvsArchiveEnumeratorState.fresh(selection, clock.instant()),
                        SplitsReportedOnRegistration.NONE);
    }

    public static void main(String[] arguments) throws Exception {
        new DecadeOfFragments().enumerate();
    }

    private void enumerate() throws Exception {
        enumerator.start();
        enumerator.addReader(0);
        enumerator.handleSourceEvent(0, new RestoredSplitsEvent(List.of()));
        enumerator.handleSplitRequest(0, null);
        while (!reader.isTold) {
            threads.runAll();
            reader.runActions();
            clock.advanceToNext(clock.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        checkpoint();
        System.out.println("fragments: " + next);
        System.out.println("largest split below 16 KiB: " + (largestSplit < 16 << 10));
        System.out.println("largest checkpoint below 1 KiB: " + (largestCheckpoint < 1 << 10));
        System.out.println(
                "listed at most 1.5 times as many as there are: "
                        + (archive.pages() * 1000 < next * 1.5));
    }

    private void taken(KvsArchiveSplit split) throws IOException {
        for (FragmentToRead fragment : split.fragments()) {
            if (DecadeArchive.indexOf(fragment.fragmentNumber()) != next) {
                throw new IllegalStateException(
                        "Not fragment " + next + ", but " + fragment.fragmentNumber());
            }
            next++;
        }
        splits++;
        if (splits % SPLITS_BETWEEN_CHECKPOINTS == 0) {
            largestSplit = Math.max(largestSplit, splitSerializer.serialize(split).length);
            checkpoint();
        }
    }

    private void checkpoint() throws IOException {
        KvsArchiveEnumeratorState state = enumerator.snapshotState(splits);
        enumerator.notifyCheckpointComplete(splits);
        largestCheckpoint = Math.max(largestCheckpoint, stateSerializer.serialize(state).length);
    }

    /** A coordinator with one reader. */
    private final class OneReader implements SplitEnumeratorContext<KvsArchiveSplit> {

        private final Queue<Runnable> actions = new ArrayDeque<>();
        private final Map<Integer, ReaderInfo> readers = Map.of(0, new ReaderInfo(0, "host"));
        private boolean isTold;

        void runActions() {
            while (!actions.isEmpty()) {
                actions.remove().run();
            }
        }

        @Override
        public void assignSplits(SplitsAssignment<KvsArchiveSplit> assignment) {
            assignment.assignment().get(0).forEach(split -> actions.add(() -> read(split)));
        }

        private void read(KvsArchiveSplit split) {
            try {
                enumerator.handleSourceEvent(0, new ReceivedSplitsEvent(split.assignment()));
                taken(split);
                enumerator.handleSourceEvent(
                        0, new FinishedSplitsEvent(List.of(split.splitId()), List.of()));
                enumerator.handleSplitRequest(0, null);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void signalNoMoreSplits(int subtask) {
            isTold = true;
        }

        @Override
        public int currentParallelism() {
            return 1;
        }

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return readers;
        }

        @Override
        public void runInCoordinatorThread(Runnable action) {
            actions.add(action);
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
        }

        @Override
        public void sendEventToSourceReader(int subtask, SourceEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> void callAsync(
                Callable<T> call, BiConsumer<T, Throwable> handler, long delay, long period) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setIsProcessingBacklog(boolean isProcessingBacklog) {
            throw new UnsupportedOperationException();
        }
    }
}
