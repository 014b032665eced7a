/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.fetch.FragmentElements;
import io.kvsarchive.flink.source.fetch.ListingSplitReader;
import io.kvsarchive.flink.source.fetch.RefusalListener;
import io.kvsarchive.flink.source.fetch.SplitReaderFactory;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.split.NothingLeftEvent;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import io.kvsarchive.flink.source.watermark.SourceWatermarks;
import io.kvsarchive.flink.source.watermark.SplitStartWatermarks;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import io.kvsarchive.service.ArchiveService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads one split at a time and holds the next one ready, so that no time passes between them.
 *
 * @param <T> the type of the records
 */
@Internal
public final class KvsArchiveSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<
                FetchedElement, T, KvsArchiveSplit, KvsArchiveSplitState> {

    private final SplitWatermarks<T> watermarks;
    private final ReaderMetrics metrics;
    private final Runnable closeService;
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
    @Nullable private KvsArchiveSplit latest;

    /**
     * Makes a reader of frames that has not yet started.
     *
     * @param service closed with the reader
     * @param schema opened already
     */
    public KvsArchiveSourceReader(
            ArchiveService service,
            ReaderSettings settings,
            KvsArchiveDeserializationSchema<T> schema,
            Configuration configuration,
            SourceReaderContext context) {
        this(
                service,
                settings,
                FragmentElements.FRAMES,
                (watermarks, metrics) -> new FrameEmitter<>(schema, watermarks, metrics),
                new ReaderMetrics(context.metricGroup(), settings.hasMetricsByStream()),
                configuration,
                context,
                schema instanceof ListedFrameDeserializationSchema<T> listedSchema
                        ? listedSchema::hasEnough
                        : () -> false);
    }

    /**
     * Makes a reader of whole fragments that has not yet started.
     *
     * @param service closed with the reader
     * @param schema opened already
     */
    public static <T> KvsArchiveSourceReader<T> ofWholeFragments(
            ArchiveService service,
            ReaderSettings settings,
            KvsArchiveFragmentDeserializationSchema<T> schema,
            Configuration configuration,
            SourceReaderContext context) {
        return new KvsArchiveSourceReader<>(
                service,
                settings.forWholeFragments(schema.needsDocument()),
                FragmentElements.WHOLE,
                (watermarks, metrics) -> new WholeFragmentEmitter<>(schema, watermarks, metrics),
                new ReaderMetrics(context.metricGroup(), settings.hasMetricsByStream()),
                configuration,
                context,
                () -> false);
    }

    private KvsArchiveSourceReader(
            ArchiveService service,
            ReaderSettings settings,
            FragmentElements elements,
            BiFunction<
                            SplitWatermarks<T>,
                            ReaderMetrics,
                            RecordEmitter<FetchedElement, T, KvsArchiveSplitState>>
                    emitter,
            ReaderMetrics metrics,
            Configuration configuration,
            SourceReaderContext context,
            BooleanSupplier hasEnough) {
        this(
                new SplitReaderFactory(
                        service, settings, elements, tellCoordinator(context), metrics),
                watermarks -> emitter.apply(watermarks, metrics),
                watermarks(settings.watermarks(), metrics),
                metrics,
                configuration,
                context,
                service::close,
                hasEnough);
    }

    private KvsArchiveSourceReader(
            Supplier<SplitReader<FetchedElement, KvsArchiveSplit>> splitReaders,
            Function<SplitWatermarks<T>, RecordEmitter<FetchedElement, T, KvsArchiveSplitState>>
                    emitter,
            SplitWatermarks<T> watermarks,
            ReaderMetrics metrics,
            Configuration configuration,
            SourceReaderContext context,
            Runnable closeService,
            BooleanSupplier hasEnough) {
        super(splitReaders, emitter.apply(watermarks), configuration, context);
        this.watermarks = watermarks;
        this.metrics = metrics;
        this.closeService = closeService;
        this.hasEnough = hasEnough;
    }

    /** Makes a reader of what the listing tells that has not yet started. */
    public static <T> KvsArchiveSourceReader<T> ofListing(
            ListedFragmentDeserializationSchema<T> schema,
            WatermarkSettings watermarkSettings,
            Configuration configuration,
            SourceReaderContext context) {
        ReaderMetrics metrics = new ReaderMetrics(context.metricGroup(), false);
        return new KvsArchiveSourceReader<>(
                ListingSplitReader::new,
                watermarks -> new ListedFragmentEmitter<>(schema, watermarks, metrics),
                watermarks(watermarkSettings, metrics),
                metrics,
                configuration,
                context,
                () -> {},
                schema::hasEnough);
    }

    private static <T> SplitWatermarks<T> watermarks(
            WatermarkSettings settings, ReaderMetrics metrics) {
        return settings.areFromSource()
                ? new SourceWatermarks<>(settings.negativeOffset(), metrics.lateFrames())
                : new SplitStartWatermarks<>(settings.negativeOffset());
    }

    /** Flink takes events from any thread, and sends them in the order in which they come. */
    private static RefusalListener tellCoordinator(SourceReaderContext context) {
        return (stream, kind) ->
                context.sendSourceEventToCoordinator(new RefusedRequestEvent(stream, kind));
    }

    @Override
    public void addSplits(List<KvsArchiveSplit> given) {
        List<KvsArchiveSplit> splits = heldSplits.add(given);
        splits.forEach(this::noteLatest);
        if (hasBegun) {
            requestedSplits = Math.max(0, requestedSplits - splits.size());
            context.sendSourceEventToCoordinator(new ReceivedSplitsEvent(latest.assignment()));
        } else {
            restoredSplits.addAll(splits);
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
            context.sendSourceEventToCoordinator(new RestoredSplitsEvent(restoredSplits));
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
        if (latest != null
                && splits.stream().noneMatch(split -> split.assignment() == latest.assignment())) {
            splits.add(0, latest.finished());
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
                new FinishedSplitsEvent(finishedSplits.keySet(), pausedIds));
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
        closeService.run();
        super.close();
    }
}
