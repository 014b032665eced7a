/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.discovery.DiscoveryResources;
import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorState;
import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorStateSerializer;
import io.kvsarchive.flink.source.enumerator.KvsArchiveSplitEnumerator;
import io.kvsarchive.flink.source.enumerator.SplitsReportedOnRegistration;
import io.kvsarchive.flink.source.reader.FrameRecords;
import io.kvsarchive.flink.source.reader.ListingRecords;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.reader.WholeFragmentRecords;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitSerializer;
import io.kvsarchive.service.AwsArchiveService;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Reads archived video from Amazon Kinesis Video Streams: every frame of the fragments that one or
 * more streams hold for a range of time, each exactly once, with its fragment's metadata.
 *
 * <pre>{@code
 * KvsArchiveSource<ArchivedFrame> source =
 *         KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames())
 *                 .setStreams("front-door", "parking-lot")
 *                 .setStartTimestamp(Instant.parse("2025-03-14T09:00:00Z"))
 *                 .setEndTimestamp(Instant.parse("2025-03-14T10:00:00Z"))
 *                 .build();
 * }</pre>
 *
 * <p>Fragments are spread over the parallel readers; the frames of one fragment stay together and
 * in order. A record's event time is its frame's time. A checkpoint can fall between any two
 * frames.
 *
 * <p>Instead of frames, a job can get whole fragments, each of which decodes on its own: see {@link
 * #forFragments}. Or it reads the listing alone: see {@link #forListing}.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public class KvsArchiveSource<T>
        implements Source<T, KvsArchiveSplit, KvsArchiveEnumeratorState>,
                ResultTypeQueryable<T>,
                DynamicParallelismInference,
                LineageVertexProvider {

    private static final long serialVersionUID = 1L;
    private static final int MAX_CALLS_OF_ENUMERATOR = 32;

    private final StreamSelection selection;
    private final RecordKind<T> kind;
    private final SourceSettings settings;

    KvsArchiveSource(StreamSelection selection, RecordKind<T> kind, SourceSettings settings) {
        this.selection = selection;
        this.kind = kind;
        this.settings = settings;
    }

    /** Begins with a source of what a schema makes of frames. */
    public static <T> KvsArchiveMediaSourceBuilder<T> forFrames(
            KvsArchiveDeserializationSchema<T> schema) {
        return forListedFrames(ListedFrameDeserializationSchema.of(schema));
    }

    /** Begins with a source of what a schema makes of frames and of the listing. */
    @Internal
    public static <T> KvsArchiveMediaSourceBuilder<T> forListedFrames(
            ListedFrameDeserializationSchema<T> schema) {
        return new KvsArchiveMediaSourceBuilder<>(new FrameRecords<>(schema));
    }

    /** Begins with a source of what a schema makes of whole fragments. */
    public static <T> KvsArchiveMediaSourceBuilder<T> forFragments(
            KvsArchiveFragmentDeserializationSchema<T> schema) {
        return new KvsArchiveMediaSourceBuilder<>(new WholeFragmentRecords<>(schema));
    }

    /**
     * Begins with a source of the listing alone: a record for each fragment, and no media are read
     * or paid for.
     */
    public static KvsArchiveListingSourceBuilder<ArchivedFragment> forListing() {
        return forListing(ListedFragmentDeserializationSchema.fragments());
    }

    /** Begins with a source of what a schema makes of the listing alone. */
    @Internal
    public static <T> KvsArchiveListingSourceBuilder<T> forListing(
            ListedFragmentDeserializationSchema<T> schema) {
        return new KvsArchiveListingSourceBuilder<>(new ListingRecords<>(schema));
    }

    @Override
    public Boundedness getBoundedness() {
        return selection.isUnbounded() ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> createEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context) {
        return enumerator(context, KvsArchiveEnumeratorState.fresh(selection, Instant.now()));
    }

    /**
     * Goes on where the checkpoint ended; streams that it does not know are read from their start.
     */
    @Override
    public SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context, KvsArchiveEnumeratorState checkpoint) {
        return enumerator(context, checkpoint.restored(selection, Instant.now()));
    }

    private KvsArchiveSplitEnumerator enumerator(
            SplitEnumeratorContext<KvsArchiveSplit> context, KvsArchiveEnumeratorState state) {
        EnumeratorSettings ofKind = kind.enumeratorSettings(settings);
        AwsArchiveService service =
                new AwsArchiveService(settings.aws(), ofKind.quota().callRates());
        return new KvsArchiveSplitEnumerator(
                context,
                DiscoveryResources.of(
                        service,
                        Math.min(settings.aws().maxConnections(), MAX_CALLS_OF_ENUMERATOR)),
                ofKind,
                selection,
                state,
                reportedSplits());
    }

    /** What readers give to the enumerator of the splits that they find in a checkpoint. */
    SplitsReportedOnRegistration reportedSplits() {
        return SplitsReportedOnRegistration.NONE;
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(SourceReaderContext context)
            throws Exception {
        return kind.createReader(settings, context);
    }

    @Override
    public SimpleVersionedSerializer<KvsArchiveSplit> getSplitSerializer() {
        return new KvsArchiveSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KvsArchiveEnumeratorState>
            getEnumeratorCheckpointSerializer() {
        return new KvsArchiveEnumeratorStateSerializer();
    }

    /**
     * As many readers as the quotas of the streams let read at a time. Where streams are yet to be
     * found, as many as there can be.
     */
    @Override
    public int inferParallelism(Context context) {
        int max = context.getParallelismInferenceUpperBound();
        if (selection.looksForStreams()) {
            return max;
        }
        int ofEachStream = kind.readersOfEachStream(settings.enumerator());
        long readers = (long) selection.named().size() * ofEachStream;
        return (int) Math.min(max, Math.max(1, readers));
    }

    @Override
    public LineageVertex getLineageVertex() {
        return SourceLineage.of(
                selection, Optional.ofNullable(settings.aws().region()), getBoundedness());
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return kind.recordType();
    }
}
