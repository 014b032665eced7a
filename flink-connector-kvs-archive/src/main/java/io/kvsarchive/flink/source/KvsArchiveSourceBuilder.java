/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.CheckedOptions;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.reader.FrameRecords;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.reader.WholeFragmentRecords;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.PushedSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Builds a {@link KvsArchiveSource}. Streams and a deserialization schema are needed; without a
 * range of time, all that the streams hold when the job starts is read.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class KvsArchiveSourceBuilder<T> {

    /** The pattern of the service's API model. */
    private static final Pattern FRAGMENT_NUMBER = Pattern.compile("[0-9]{1,128}");

    private static final Pattern STREAM_PREFIX = Pattern.compile("[a-zA-Z0-9_.-]{0,256}");

    /** Watermarks can follow a listing by the producer's clock only; be it wrong, all is in it. */
    private static final FragmentSelection ALL_BY_PRODUCER_TIMESTAMP =
            new FragmentSelection.InTimeRange(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    FragmentSelection.EARLIEST,
                    FragmentSelection.LATEST);

    private final Set<String> streams = new LinkedHashSet<>();
    private final Map<String, Collection<String>> fragmentNumbers = new LinkedHashMap<>();
    private final Configuration options = new Configuration();
    private final boolean takesSchema;
    @Nullable private FragmentSelectorType selectorType;
    @Nullable private Instant start;
    @Nullable private Instant end;
    private boolean isUnbounded;
    @Nullable private String streamPrefix;
    @Nullable private StreamDescription.Filter streamFilter;
    private ArchivedFragment.Filter fragmentFilter = fragment -> true;
    private PushedSelection pushed = PushedSelection.NONE;
    @Nullable private RecordKind<T> content;

    /**
     * @param content what is read; null if a schema is yet to say that
     */
    KvsArchiveSourceBuilder(@Nullable RecordKind<T> content) {
        this.content = content;
        this.takesSchema = content == null;
    }

    /** Streams to read, by name or ARN, in addition to those that were given before. */
    public KvsArchiveSourceBuilder<T> setStreams(String... namesOrArns) {
        return setStreams(Arrays.asList(namesOrArns));
    }

    /** Streams to read, by name or ARN, in addition to those that were given before. */
    public KvsArchiveSourceBuilder<T> setStreams(Collection<String> namesOrArns) {
        streams.addAll(namesOrArns);
        return this;
    }

    /**
     * All streams of the account and region whose names begin so, in addition to those that are
     * named; with an empty prefix, all that there are. They are looked for once when the job
     * starts, or every so often if it is unbounded. Streams without retention are left out.
     */
    public KvsArchiveSourceBuilder<T> setStreamPrefix(String prefix) {
        streamPrefix = prefix;
        return this;
    }

    /** Reads only streams that a filter accepts by what the service tells of them. */
    public KvsArchiveSourceBuilder<T> setStreamFilter(StreamDescription.Filter filter) {
        streamFilter = filter;
        return this;
    }

    /** Reads only fragments that a filter accepts by what the listing tells of them. */
    public KvsArchiveSourceBuilder<T> setFragmentFilter(ArchivedFragment.Filter filter) {
        fragmentFilter = filter;
        return this;
    }

    /**
     * Never ends: reads what is stored from the start timestamp on, and then what comes. Fragments
     * come once each, in the order in which the service received them, also those that arrive late
     * or bear old producer timestamps. There can be no end timestamp and no fragment numbers.
     */
    public KvsArchiveSourceBuilder<T> setUnbounded() {
        isUnbounded = true;
        return this;
    }

    /**
     * Certain fragments of a stream to read, by their numbers, in addition to those that were given
     * before. The range of time doesn't apply to them.
     */
    public KvsArchiveSourceBuilder<T> setFragmentNumbers(
            String streamNameOrArn, Collection<String> numbers) {
        fragmentNumbers
                .computeIfAbsent(streamNameOrArn, stream -> new ArrayList<>())
                .addAll(numbers);
        return this;
    }

    /**
     * Reads fragments that begin at this time or later, exact to the millisecond. A fragment that
     * began before it is left out although its last frames may be later.
     */
    public KvsArchiveSourceBuilder<T> setStartTimestamp(Instant inclusiveStart) {
        start = inclusiveStart;
        return this;
    }

    /**
     * Reads fragments that begin at this time or earlier, exact to the millisecond. Without it, all
     * that is stored when the job starts; by producer timestamps, up to a day later, for cameras
     * whose clocks run ahead.
     */
    public KvsArchiveSourceBuilder<T> setEndTimestamp(Instant inclusiveEnd) {
        end = inclusiveEnd;
        return this;
    }

    /** Which of a fragment's times the range is about. By default the producer's. */
    public KvsArchiveSourceBuilder<T> setFragmentSelectorType(FragmentSelectorType type) {
        selectorType = type;
        return this;
    }

    /**
     * How records are made from frames. There can't be a {@linkplain
     * #setFragmentDeserializationSchema schema of whole fragments}, too.
     */
    public KvsArchiveSourceBuilder<T> setDeserializationSchema(
            KvsArchiveDeserializationSchema<T> deserializationSchema) {
        return setContent(new FrameRecords<>(deserializationSchema));
    }

    /**
     * How records are made from whole fragments. There can't be a {@linkplain
     * #setDeserializationSchema schema of frames}, too.
     */
    public KvsArchiveSourceBuilder<T> setFragmentDeserializationSchema(
            KvsArchiveFragmentDeserializationSchema<T> deserializationSchema) {
        return setContent(new WholeFragmentRecords<>(deserializationSchema));
    }

    private KvsArchiveSourceBuilder<T> setContent(RecordKind<T> madeBySchema) {
        if (!takesSchema) {
            throw new IllegalArgumentException(
                    "A source of the listing has no media that a deserialization schema could"
                            + " take: begin with KvsArchiveSource.builder() to read media");
        }
        if (content != null && content.getClass() != madeBySchema.getClass()) {
            throw new IllegalArgumentException(
                    "Records are made either from frames or from whole fragments: leave out"
                            + " setDeserializationSchema or setFragmentDeserializationSchema");
        }
        content = madeBySchema;
        return this;
    }

    /** Reads only what a query wants of all that was set. Not together with sampling. */
    @Internal
    public KvsArchiveSourceBuilder<T> pushDown(PushedSelection wanted) {
        pushed = wanted;
        return this;
    }

    /** Sets one of the {@link KvsArchiveSourceOptions}. */
    public <V> KvsArchiveSourceBuilder<T> setOption(ConfigOption<V> option, V value) {
        options.set(option, value);
        return this;
    }

    /**
     * Sets several of the {@link KvsArchiveSourceOptions}, those below {@code
     * aws.credentials.provider} that Flink's own AWS connectors have, or Flink's below {@code
     * source.reader}.
     */
    public KvsArchiveSourceBuilder<T> setConfiguration(Configuration configuration) {
        options.addAll(configuration);
        return this;
    }

    /**
     * Makes the source, after a check of all that was set.
     *
     * @throws IllegalArgumentException if something is missing or not allowed; the message names
     *     the option, its value and what is allowed
     */
    public KvsArchiveSource<T> build() {
        if (content == null) {
            throw new IllegalArgumentException(
                    "No deserialization schema: set one with setDeserializationSchema, such as"
                            + " KvsArchiveDeserializationSchema.frames(), or with"
                            + " setFragmentDeserializationSchema");
        }
        StreamSelection selection =
                new StreamSelection(named(), checkedPrefix(), inTime(), streamFilter);
        return SourceVersions.newSource(
                pushed.of(selection),
                content,
                SourceSettings.of(options, selection, wantedBy(pushed, fragmentFilter)));
    }

    private static ArchivedFragment.Filter wantedBy(
            PushedSelection pushed, ArchivedFragment.Filter filter) {
        return fragment ->
                pushed.wants(
                                fragment.producerTimestamp().toEpochMilli(),
                                fragment.serverTimestamp().toEpochMilli())
                        && filter.accepts(fragment);
    }

    @Nullable
    private String checkedPrefix() {
        if (streamPrefix != null && !STREAM_PREFIX.matcher(streamPrefix).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + streamPrefix
                            + "' can't be what the name of a stream begins with: names have 1 to"
                            + " 256 letters, digits, '_', '.' or '-'");
        }
        return streamPrefix;
    }

    private Map<StreamReference, FragmentSelection> named() {
        if (streams.isEmpty() && fragmentNumbers.isEmpty() && streamPrefix == null) {
            throw new IllegalArgumentException(
                    "No streams: name at least one, by name or ARN, with setStreams or"
                            + " setFragmentNumbers, or say what their names begin with, with"
                            + " setStreamPrefix");
        }
        if (isUnbounded && !fragmentNumbers.isEmpty()) {
            throw new IllegalArgumentException(
                    "An unbounded source reads no certain fragments: leave out"
                            + " setFragmentNumbers or setUnbounded");
        }
        if (!takesSchema && !fragmentNumbers.isEmpty()) {
            throw new IllegalArgumentException(
                    "A listing can't be asked for fragments by their numbers: leave out"
                            + " setFragmentNumbers");
        }
        Map<StreamReference, FragmentSelection> selections = new LinkedHashMap<>();
        for (String stream : streams) {
            add(selections, stream, inTime());
        }
        fragmentNumbers.forEach(
                (stream, numbers) -> add(selections, stream, numbered(stream, numbers)));
        return selections;
    }

    private static void add(
            Map<StreamReference, FragmentSelection> selections,
            String text,
            FragmentSelection selection) {
        StreamReference stream = new StreamReference(text);
        Optional<StreamReference> twin =
                selections.keySet().stream()
                        .filter(other -> other.name().equals(stream.name()))
                        .findAny();
        if (twin.isPresent()) {
            throw new IllegalArgumentException(
                    "Stream '"
                            + stream
                            + "' is named twice, also as '"
                            + twin.get()
                            + "': its frames would come twice");
        }
        selections.put(stream, selection);
    }

    private FragmentSelection inTime() {
        checkTime("start", start);
        checkTime("end", end);
        if (start != null && end != null && start.isAfter(end)) {
            throw new IllegalArgumentException(
                    "The start timestamp, " + start + ", is after the end timestamp, " + end);
        }
        Instant from = start == null ? Instant.EPOCH : start;
        if (!isUnbounded) {
            return selectsAll() && emitsWatermarks()
                    ? ALL_BY_PRODUCER_TIMESTAMP
                    : new FragmentSelection.InTimeRange(selectorTypeOrDefault(), from, end);
        }
        if (end != null) {
            throw new IllegalArgumentException(
                    "An unbounded source has no end timestamp: leave out setEndTimestamp or"
                            + " setUnbounded");
        }
        return new FragmentSelection.Unbounded(selectorTypeOrDefault(), from);
    }

    private static void checkTime(String which, @Nullable Instant time) {
        if (time != null
                && (time.isBefore(FragmentSelection.EARLIEST)
                        || time.isAfter(FragmentSelection.LATEST))) {
            throw new IllegalArgumentException(
                    "The "
                            + which
                            + " timestamp, "
                            + time
                            + ", must be between "
                            + FragmentSelection.EARLIEST
                            + " and "
                            + FragmentSelection.LATEST);
        }
    }

    private boolean selectsAll() {
        return start == null && end == null;
    }

    private boolean emitsWatermarks() {
        return new CheckedOptions(options).get(KvsArchiveSourceOptions.WATERMARK_SOURCE);
    }

    /** Without a range both types select all; only server timestamps can't be wrong. */
    private FragmentSelectorType selectorTypeOrDefault() {
        if (selectsAll()) {
            return FragmentSelectorType.SERVER_TIMESTAMP;
        }
        return selectorType == null ? FragmentSelectorType.PRODUCER_TIMESTAMP : selectorType;
    }

    private static FragmentSelection numbered(String stream, Collection<String> numbers) {
        for (String number : numbers) {
            if (!FRAGMENT_NUMBER.matcher(number).matches()) {
                throw new IllegalArgumentException(
                        "'"
                                + number
                                + "' can't be the number of a fragment of stream '"
                                + stream
                                + "': numbers have 1 to 128 decimal digits");
            }
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(
                    "No fragment numbers for stream '" + stream + "': give at least one");
        }
        return new FragmentSelection.Numbered(numbers.stream().distinct().toList());
    }
}
