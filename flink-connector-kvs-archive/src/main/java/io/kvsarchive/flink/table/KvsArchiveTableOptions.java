/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.FragmentSelectorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The options of a table: those of the source, and those that stand for what a program tells a
 * builder.
 */
@Internal
public final class KvsArchiveTableOptions {

    public static final ConfigOption<List<String>> STREAM_NAMES =
            ConfigOptions.key("stream.names")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "The streams to read, by name or ARN, with a semicolon between them.");

    public static final ConfigOption<String> STREAM_PREFIX =
            ConfigOptions.key("stream.prefix")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Read all streams whose names begin so; with '' all of the account and"
                                    + " region. Either this or 'stream.names' is needed, and both"
                                    + " can be.");

    public static final ConfigOption<ScanRecords> SCAN_RECORDS =
            ConfigOptions.key("scan.records")
                    .enumType(ScanRecords.class)
                    .defaultValue(ScanRecords.FRAMES)
                    .withDescription(
                            "What the rows are: frames, or fragments as the listing tells of them,"
                                    + " for which no media are read or paid for.");

    public static final ConfigOption<String> SCAN_START_TIMESTAMP =
            ConfigOptions.key("scan.start.timestamp")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Read fragments that begin at this time or later, such as"
                                    + " 2025-03-14T09:00:00Z. Without it, from the first one on.");

    public static final ConfigOption<String> SCAN_END_TIMESTAMP =
            ConfigOptions.key("scan.end.timestamp")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Read fragments that begin at this time or earlier. Without it, all"
                                    + " that is stored when the job starts.");

    public static final ConfigOption<FragmentSelectorType> SCAN_FRAGMENT_SELECTOR_TYPE =
            ConfigOptions.key("scan.fragment-selector-type")
                    .enumType(FragmentSelectorType.class)
                    .defaultValue(FragmentSelectorType.PRODUCER_TIMESTAMP)
                    .withDescription(
                            "Which of a fragment's times the start and end timestamps are about:"
                                    + " PRODUCER_TIMESTAMP or SERVER_TIMESTAMP.");

    public static final ConfigOption<Boolean> SCAN_BOUNDED =
            ConfigOptions.key("scan.bounded")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether the table ends when what is stored has been read. If not, the"
                                    + " scan goes on with what comes, and there can be no end"
                                    + " timestamp.");

    public static final ConfigOption<List<String>> FORMAT_COLUMNS =
            ConfigOptions.key("format.columns")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Columns that the format fills although they have the name of one that"
                                    + " the connector would fill, with a semicolon between them.");

    /** Those of the source, but for the one that SOURCE_WATERMARK() stands for. */
    private static final Set<ConfigOption<?>> OF_SOURCE =
            KvsArchiveSourceOptions.all().stream()
                    .filter(option -> !option.equals(KvsArchiveSourceOptions.WATERMARK_SOURCE))
                    .collect(Collectors.toUnmodifiableSet());

    /** All options, but for those of credentials and of Flink's readers, which have many names. */
    static final Set<ConfigOption<?>> ALL =
            Stream.concat(
                            OF_SOURCE.stream(),
                            Stream.of(
                                    STREAM_NAMES,
                                    STREAM_PREFIX,
                                    SCAN_RECORDS,
                                    SCAN_START_TIMESTAMP,
                                    SCAN_END_TIMESTAMP,
                                    SCAN_FRAGMENT_SELECTOR_TYPE,
                                    SCAN_BOUNDED,
                                    FactoryUtil.SOURCE_PARALLELISM,
                                    FactoryUtil.FORMAT,
                                    FORMAT_COLUMNS))
                    .collect(Collectors.toUnmodifiableSet());

    /**
     * Those that say how to get at the data, and not which: they may differ between a plan and the
     * table that it is run with.
     */
    static final Set<ConfigOption<?>> OF_ACCESS =
            OF_SOURCE.stream()
                    .filter(KvsArchiveTableOptions::isOfAccess)
                    .collect(Collectors.toUnmodifiableSet());

    /** What the names of the options begin with that the source checks itself. */
    static final List<String> PREFIXES_OF_SOURCE =
            List.of(CredentialsOptions.PREFIX + ".", SourceSettings.FLINK_READER_PREFIX);

    private static final Set<String> KEYS_OF_SOURCE =
            OF_SOURCE.stream().map(ConfigOption::key).collect(Collectors.toUnmodifiableSet());

    private KvsArchiveTableOptions() {}

    /** The region is part of what a stream is. */
    private static boolean isOfAccess(ConfigOption<?> option) {
        return Stream.of("aws.", "retry-strategy.", "quota.").anyMatch(option.key()::startsWith)
                && !option.equals(KvsArchiveSourceOptions.AWS_REGION);
    }

    /** What a table's options say of the source. */
    static Configuration ofSource(Map<String, String> tableOptions) {
        Configuration configuration = new Configuration();
        tableOptions.forEach(
                (key, value) -> {
                    if (KEYS_OF_SOURCE.contains(key)
                            || PREFIXES_OF_SOURCE.stream().anyMatch(key::startsWith)) {
                        configuration.setString(key, value);
                    }
                });
        return configuration;
    }
}
