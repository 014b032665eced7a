/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
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
                    ("Option '%s' is '%s'; it must be a time with its offset, such as"
                                    + " 2025-03-14T09:00:00Z or 2025-03-14T10:00:00+01:00")
                            .formatted(option.key(), value),
                    e);
        }
    }

    private void check() {
        if (streams.isEmpty() && prefix.isEmpty()) {
            throw new ValidationException(
                    ("A table needs streams: set '%s' to their names or ARNs, with a semicolon"
                                    + " between them, or '%s' to what their names begin with")
                            .formatted(
                                    KvsArchiveTableOptions.STREAM_NAMES.key(),
                                    KvsArchiveTableOptions.STREAM_PREFIX.key()));
        }
        streams.forEach(ScanSettings::checkStream);
        if (!isBounded && end.isPresent()) {
            throw new ValidationException(
                    "Option '%s' is set, and '%s' is 'false': leave one of them out"
                            .formatted(
                                    KvsArchiveTableOptions.SCAN_END_TIMESTAMP.key(),
                                    KvsArchiveTableOptions.SCAN_BOUNDED.key()));
        }
        if (records == ScanRecords.FRAGMENTS) {
            checkAbsent(KvsArchiveSourceOptions.FRAME_TRACKS);
            checkAbsent(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY);
        }
        parallelism.ifPresent(ScanSettings::checkParallelism);
        KvsArchiveSourceBuilder<?, ?> builder =
                records == ScanRecords.FRAGMENTS
                        ? KvsArchiveSource.forListing()
                        : KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames());
        try {
            configure(builder);
            builder.build();
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
    void configure(KvsArchiveSourceBuilder<?, ?> builder) {
        builder.setStreams(streams).setOptions(ofSource).setFragmentSelectorType(selectorType);
        prefix.ifPresent(builder::setStreamPrefix);
        start.ifPresent(builder::setStartTimestamp);
        end.ifPresent(builder::setEndTimestamp);
        if (!isBounded) {
            builder.setUnbounded();
        }
    }

    private static void checkStream(String stream) {
        try {
            new StreamReference(stream);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(
                    "Option '%s': %s"
                            .formatted(KvsArchiveTableOptions.STREAM_NAMES.key(), e.getMessage()),
                    e);
        }
    }

    private static void checkParallelism(int parallelism) {
        if (parallelism < 1) {
            throw new ValidationException(
                    "Option '%s' is '%s'; it must be at least 1"
                            .formatted(FactoryUtil.SOURCE_PARALLELISM.key(), parallelism));
        }
    }

    private void checkAbsent(ConfigOption<?> option) {
        if (ofSource.contains(option)) {
            throw new ValidationException(
                    "Option '%s' is about frames, and '%s' is 'fragments': leave one of them out"
                            .formatted(option.key(), KvsArchiveTableOptions.SCAN_RECORDS.key()));
        }
    }
}
