/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.PushedSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link KvsArchiveSource}: which streams and fragments it reads, and how. Streams are
 * needed; without a range of time, all that they hold when the job starts is read.
 *
 * <p>No setter takes null, and each one replaces what was set by it before.
 *
 * @param <T> the type of the records
 * @param <B> the builder's own type
 */
@PublicEvolving
public abstract sealed class KvsArchiveSourceBuilder<T, B extends KvsArchiveSourceBuilder<T, B>>
        permits KvsArchiveMediaSourceBuilder, KvsArchiveListingSourceBuilder {

    private static final Pattern STREAM_PREFIX = Pattern.compile("[a-zA-Z0-9_.-]{0,256}");

    /** Watermarks can follow a listing by the producer's clock only; be it wrong, all is in it. */
    private static final FragmentSelection ALL_BY_PRODUCER_TIMESTAMP =
            new FragmentSelection.InTimeRange(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    FragmentSelection.EARLIEST,
                    FragmentSelection.LATEST);

    private final RecordKind<T> kind;
    private final Configuration options = new Configuration();
    private List<String> streams = List.of();
    private @Nullable FragmentSelectorType selectorType;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private boolean isUnbounded;
    private @Nullable String streamPrefix;
    private StreamDescription.@Nullable Filter streamFilter;
    private ArchivedFragment.Filter fragmentFilter = fragment -> true;
    private PushedSelection pushed = PushedSelection.NONE;

    KvsArchiveSourceBuilder(RecordKind<T> kind) {
        this.kind = kind;
    }

    abstract B self();

    /** Fragments that are read by their numbers, by the names or ARNs of their streams. */
    abstract Map<String, FragmentSelection> numbered();

    /** Streams to read, by name or ARN. */
    public B setStreams(String... namesOrArns) {
        return setStreams(Arrays.asList(namesOrArns));
    }

    /** Streams to read, by name or ARN. */
    public B setStreams(Collection<String> namesOrArns) {
        streams = List.copyOf(namesOrArns);
        return self();
    }

    /**
     * All streams of the account and region whose names begin so, in addition to those that are
     * named; with an empty prefix, all that there are. They are looked for once when the job
     * starts, or every so often if it is unbounded. Streams without retention are left out.
     */
    public B setStreamPrefix(String prefix) {
        streamPrefix = Objects.requireNonNull(prefix, "prefix");
        return self();
    }

    /** Reads only streams that a filter accepts by what the service tells of them. */
    public B setStreamFilter(StreamDescription.Filter filter) {
        streamFilter = Objects.requireNonNull(filter, "filter");
        return self();
    }

    /** Reads only fragments that a filter accepts by what the listing tells of them. */
    public B setFragmentFilter(ArchivedFragment.Filter filter) {
        fragmentFilter = Objects.requireNonNull(filter, "filter");
        return self();
    }

    /**
     * Never ends: reads what is stored from the start timestamp on, and then what comes. Fragments
     * come once each, in the order in which the service received them, also those that arrive late
     * or bear old producer timestamps. There can be no end timestamp and no fragment numbers.
     */
    public B setUnbounded() {
        isUnbounded = true;
        return self();
    }

    /**
     * Reads fragments that begin at this time or later, exact to the millisecond. A fragment that
     * began before it is left out although its last frames may be later.
     */
    public B setStartTimestamp(Instant inclusiveStart) {
        start = Objects.requireNonNull(inclusiveStart, "inclusiveStart");
        return self();
    }

    /**
     * Reads fragments that begin at this time or earlier, exact to the millisecond. Without it, all
     * that is stored when the job starts; by producer timestamps, up to a day later, for cameras
     * whose clocks run ahead.
     */
    public B setEndTimestamp(Instant inclusiveEnd) {
        end = Objects.requireNonNull(inclusiveEnd, "inclusiveEnd");
        return self();
    }

    /** Which of a fragment's times the range is about. By default the producer's. */
    public B setFragmentSelectorType(FragmentSelectorType type) {
        selectorType = Objects.requireNonNull(type, "type");
        return self();
    }

    /** Sets one of the {@link KvsArchiveSourceOptions}. */
    public <V> B setOption(ConfigOption<V> option, V value) {
        options.set(
                Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
        return self();
    }

    /**
     * Sets several of the {@link KvsArchiveSourceOptions}, those below {@code
     * aws.credentials.provider} that Flink's own AWS connectors have, or Flink's below {@code
     * source.reader}. Options that are not among them stay as they are.
     */
    public B setOptions(Configuration several) {
        options.addAll(Objects.requireNonNull(several, "several"));
        return self();
    }

    /** Reads only what a query wants of all that was set. Not together with sampling. */
    @Internal
    public B pushDown(PushedSelection wanted) {
        pushed = Objects.requireNonNull(wanted, "wanted");
        return self();
    }

    /**
     * Makes the source, after a check of all that was set.
     *
     * @throws IllegalArgumentException if something is missing or not allowed; the message names
     *     the option, its value and what is allowed
     */
    public KvsArchiveSource<T> build() {
        StreamSelection selection =
                new StreamSelection(named(), checkedPrefix(), inTime(), streamFilter);
        return SourceVersions.newSource(
                pushed.of(selection),
                kind,
                SourceSettings.of(options, selection, wantedBy(pushed, fragmentFilter)));
    }

    boolean isSet(ConfigOption<?> option) {
        return options.contains(option);
    }

    private static ArchivedFragment.Filter wantedBy(
            PushedSelection pushed, ArchivedFragment.Filter filter) {
        return fragment ->
                pushed.wants(
                                fragment.producerTimestamp().toEpochMilli(),
                                fragment.serverTimestamp().toEpochMilli())
                        && filter.accepts(fragment);
    }

    private @Nullable String checkedPrefix() {
        if (streamPrefix != null && !STREAM_PREFIX.matcher(streamPrefix).matches()) {
            throw new IllegalArgumentException(
                    ("'%s' can't be what the name of a stream begins with: names have 1 to 256"
                                    + " letters, digits, '_', '.' or '-'")
                            .formatted(streamPrefix));
        }
        return streamPrefix;
    }

    private Map<StreamReference, FragmentSelection> named() {
        Map<String, FragmentSelection> numbered = numbered();
        if (streams.isEmpty() && numbered.isEmpty() && streamPrefix == null) {
            throw new IllegalArgumentException(
                    "No streams: name at least one, by name or ARN, with setStreams or"
                            + " setFragmentNumbers, or say what their names begin with, with"
                            + " setStreamPrefix");
        }
        if (isUnbounded && !numbered.isEmpty()) {
            throw new IllegalArgumentException(
                    "An unbounded source reads no certain fragments: leave out setFragmentNumbers"
                            + " or setUnbounded");
        }
        Map<StreamReference, FragmentSelection> selections = new LinkedHashMap<>();
        for (String stream : new LinkedHashSet<>(streams)) {
            add(selections, stream, inTime());
        }
        numbered.forEach((stream, fragments) -> add(selections, stream, fragments));
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
                    "Stream '%s' is named twice, also as '%s': its frames would come twice"
                            .formatted(stream, twin.get()));
        }
        selections.put(stream, selection);
    }

    private FragmentSelection inTime() {
        checkTime("start", start);
        checkTime("end", end);
        if (start != null && end != null && start.isAfter(end)) {
            throw new IllegalArgumentException(
                    "The start timestamp, %s, is after the end timestamp, %s"
                            .formatted(start, end));
        }
        Instant from = start == null ? FragmentSelection.EARLIEST : start;
        if (!isUnbounded) {
            return selectsAll() && WatermarkSettings.of(options).areFromSource()
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
                    "The %s timestamp, %s, must be between %s and %s"
                            .formatted(
                                    which,
                                    time,
                                    FragmentSelection.EARLIEST,
                                    FragmentSelection.LATEST));
        }
    }

    private boolean selectsAll() {
        return start == null && end == null;
    }

    /** Without a range both types select all; only server timestamps can't be wrong. */
    private FragmentSelectorType selectorTypeOrDefault() {
        if (selectsAll()) {
            return FragmentSelectorType.SERVER_TIMESTAMP;
        }
        return selectorType == null ? FragmentSelectorType.PRODUCER_TIMESTAMP : selectorType;
    }
}
