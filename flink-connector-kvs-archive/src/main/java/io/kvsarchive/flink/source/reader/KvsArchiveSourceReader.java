/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFragment;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.ArchiveService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * Reads one split at a time and holds the next one ready, so that no time passes between them.
 *
 * @param <T> the type of the records
 */
@Internal
public final class KvsArchiveSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<
                FetchedElement, T, KvsArchiveSplit, KvsArchiveSplitState> {

    private static final String LOST_FRAGMENTS_METRIC = "numLostFragments";

    private final Runnable closeService;
    private final List<KvsArchiveSplit> restoredSplits = new ArrayList<>();
    private boolean started;
    private int requestedSplits;
    @Nullable private KvsArchiveSplit latest;

    /**
     * Makes a reader of media that has not yet started.
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
                new SplitReaderFactory(service, settings, tellCoordinator(context)),
                new KvsArchiveRecordEmitter<>(
                        schema, context.metricGroup().counter(LOST_FRAGMENTS_METRIC)),
                configuration,
                context,
                service::close);
    }

    private KvsArchiveSourceReader(
            Supplier<SplitReader<FetchedElement, KvsArchiveSplit>> splitReaders,
            RecordEmitter<FetchedElement, T, KvsArchiveSplitState> emitter,
            Configuration configuration,
            SourceReaderContext context,
            Runnable closeService) {
        super(splitReaders, emitter, configuration, context);
        this.closeService = closeService;
    }

    /** Makes a reader that emits what the listing tells, and has not yet started. */
    public static KvsArchiveSourceReader<ArchivedFragment> ofListing(
            Configuration configuration, SourceReaderContext context) {
        return new KvsArchiveSourceReader<>(
                ListingSplitReader::new,
                new ListedFragmentEmitter(),
                configuration,
                context,
                () -> {});
    }

    /** Flink takes events from any thread, and sends them in the order in which they come. */
    private static RefusalListener tellCoordinator(SourceReaderContext context) {
        return (stream, kind) ->
                context.sendSourceEventToCoordinator(new RefusedRequestEvent(stream, kind));
    }

    @Override
    public void start() {
        started = true;
        context.sendSourceEventToCoordinator(new RestoredSplitsEvent(restoredSplits));
        requestSplits();
    }

    @Override
    public void addSplits(List<KvsArchiveSplit> splits) {
        splits.forEach(this::noteLatest);
        if (started) {
            requestedSplits -= splits.size();
            context.sendSourceEventToCoordinator(new ReceivedSplitsEvent(latest.assignment()));
        } else {
            restoredSplits.addAll(splits);
        }
        super.addSplits(splits);
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
    protected void onSplitFinished(Map<String, KvsArchiveSplitState> finishedSplits) {
        context.sendSourceEventToCoordinator(new FinishedSplitsEvent(finishedSplits.keySet()));
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
        return new KvsArchiveSplitState(split);
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
