/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * What a table's options say, checked.
 *
 * @param streams by name or ARN
 * @param ofSource the source's own options
 * @param timeZone the session's
 */
record ScanSettings(
        ScanRecords records,
        List<String> streams,
        Optional<String> prefix,
        FragmentSelectorType selectorType,
        Optional<Instant> start,
        Optional<Instant> end,
        boolean isBounded,
        Optional<Integer> parallelism,
        Configuration ofSource,
        ZoneId timeZone) {

    ScanSettings {
        streams = List.copyOf(streams);
    }

    /**
     * Reads and checks options.
     *
     * @throws ValidationException if something is missing or not allowed, naming the option, its
     *     value and what is allowed
     */
    static ScanSettings of(ReadableConfig options, ReadableConfig session) {
        ScanSettings settings =
                new ScanSettings(
                        options.get(KvsArchiveTableOptions.SCAN_RECORDS),
                        options.getOptional(KvsArchiveTableOptions.STREAM_NAMES).orElse(List.of()),
                        options.getOptional(KvsArchiveTableOptions.STREAM_PREFIX),
                        options.get(KvsArchiveTableOptions.SCAN_FRAGMENT_SELECTOR_TYPE),
                        time(options, KvsArchiveTableOptions.SCAN_START_TIMESTAMP),
                        time(options, KvsArchiveTableOptions.SCAN_END_TIMESTAMP),
                        options.get(KvsArchiveTableOptions.SCAN_BOUNDED),
                        options.getOptional(FactoryUtil.SOURCE_PARALLELISM),
                        KvsArchiveTableOptions.ofSource(options.toMap()),
                        timeZone(session));
        settings.check();
        return settings;
    }

    private static ZoneId timeZone(ReadableConfig session) {
        String zone = session.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return zone.equals(TableConfigOptions.LOCAL_TIME_ZONE.defaultValue())
                ? ZoneId.systemDefault()
                : ZoneId.of(zone);
    }

    private static Optional<Instant> time(ReadableConfig options, ConfigOption<String> option) {
        return options.getOptional(option).map(value -> time(option, value));
    }

    private static Instant time(ConfigOption<String> option, String value) {
        try {
            return OffsetDateTime.parse(value.trim().replace(' ', 'T')).toInstant();
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "Option '"
                            + option.key()
                            + "' is '"
                            + value
                            + "'; it must be a time with its offset, such as 2025-03-14T09:00:00Z"
                            + " or 2025-03-14T10:00:00+01:00",
                    e);
        }
    }

    private void check() {
        if (streams.isEmpty() && prefix.isEmpty()) {
            throw new ValidationException(
                    "A table needs streams: set '"
                            + KvsArchiveTableOptions.STREAM_NAMES.key()
                            + "' to their names or ARNs, with a semicolon between them, or '"
                            + KvsArchiveTableOptions.STREAM_PREFIX.key()
                            + "' to what their names begin with");
        }
        streams.forEach(ScanSettings::checkStream);
        if (!isBounded && end.isPresent()) {
            throw new ValidationException(
                    "Option '"
                            + KvsArchiveTableOptions.SCAN_END_TIMESTAMP.key()
                            + "' is set, and '"
                            + KvsArchiveTableOptions.SCAN_BOUNDED.key()
                            + "' is 'false': leave one of them out");
        }
        if (records == ScanRecords.FRAGMENTS) {
            checkAbsent(KvsArchiveSourceOptions.FRAME_TRACKS);
            checkAbsent(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY);
        }
        parallelism.ifPresent(ScanSettings::checkParallelism);
        try {
            configure(KvsArchiveSource.fragmentsBuilder()).build();
        } catch (IllegalArgumentException e) {
            throw new ValidationException(e.getMessage(), e);
        }
    }

    /** Whether some fragments of a stream are picked, by those that came before. */
    boolean picksFragments() {
        return ofSource.contains(KvsArchiveSourceOptions.FRAGMENT_EVERY)
                || ofSource.contains(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH);
    }

    /** Whether some tracks of a stream are chosen. */
    boolean choosesTracks() {
        return ofSource.contains(KvsArchiveSourceOptions.FRAME_TRACKS);
    }

    /** How long before its fragment's start a frame may lie. */
    Duration negativeOffset() {
        return ofSource.get(KvsArchiveSourceOptions.WATERMARK_NEGATIVE_OFFSET);
    }

    /** How many fragments a request asks for at most. */
    int maxFragmentsOfSplit() {
        return ofSource.get(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS);
    }

    /** Tells a builder all of it. */
    <T> KvsArchiveSourceBuilder<T> configure(KvsArchiveSourceBuilder<T> builder) {
        builder.setStreams(streams)
                .setConfiguration(ofSource)
                .setFragmentSelectorType(selectorType);
        prefix.ifPresent(builder::setStreamPrefix);
        start.ifPresent(builder::setStartTimestamp);
        end.ifPresent(builder::setEndTimestamp);
        if (!isBounded) {
            builder.setUnbounded();
        }
        return builder;
    }

    private static void checkStream(String stream) {
        try {
            new StreamReference(stream);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(
                    "Option '" + KvsArchiveTableOptions.STREAM_NAMES.key() + "': " + e.getMessage(),
                    e);
        }
    }

    private static void checkParallelism(int parallelism) {
        if (parallelism < 1) {
            throw new ValidationException(
                    "Option '"
                            + FactoryUtil.SOURCE_PARALLELISM.key()
                            + "' is '"
                            + parallelism
                            + "'; it must be at least 1");
        }
    }

    private void checkAbsent(ConfigOption<?> option) {
        if (ofSource.contains(option)) {
            throw new ValidationException(
                    "Option '"
                            + option.key()
                            + "' is about frames, and '"
                            + KvsArchiveTableOptions.SCAN_RECORDS.key()
                            + "' is 'fragments': leave one of them out");
        }
    }
}
