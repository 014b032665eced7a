/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.FragmentSelectorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The options of a table. What it has in common with the source has the source's options, under the
 * same names but for {@link #SCAN_ORDER}.
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

    public static final ConfigOption<ReadOrder> SCAN_ORDER =
            ConfigOptions.key("scan.order")
                    .enumType(ReadOrder.class)
                    .defaultValue(KvsArchiveSourceOptions.READ_ORDER.defaultValue())
                    .withDescription(KvsArchiveSourceOptions.READ_ORDER.description());

    public static final ConfigOption<List<String>> FORMAT_COLUMNS =
            ConfigOptions.key("format.columns")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Columns that the format fills although they have the name of one that"
                                    + " the connector would fill, with a semicolon between them.");

    /** Those of the source that a table has under the same name. */
    private static final Set<ConfigOption<?>> OF_SOURCE =
            Set.of(
                    KvsArchiveSourceOptions.AWS_REGION,
                    KvsArchiveSourceOptions.AWS_ENDPOINT,
                    KvsArchiveSourceOptions.AWS_CREDENTIALS_PROVIDER,
                    KvsArchiveSourceOptions.AWS_TRUST_ALL_CERTIFICATES,
                    KvsArchiveSourceOptions.AWS_HTTP_MAX_CONNECTIONS,
                    KvsArchiveSourceOptions.AWS_HTTP_CONNECT_TIMEOUT,
                    KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT,
                    KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS,
                    KvsArchiveSourceOptions.RETRY_MIN_DELAY,
                    KvsArchiveSourceOptions.RETRY_MAX_DELAY,
                    KvsArchiveSourceOptions.ON_LOST_FRAGMENT,
                    KvsArchiveSourceOptions.ON_BROKEN_STREAM,
                    KvsArchiveSourceOptions.LISTING_PAGE_SIZE,
                    KvsArchiveSourceOptions.LISTING_WINDOW_FRAGMENTS,
                    KvsArchiveSourceOptions.LISTING_MAX_PENDING,
                    KvsArchiveSourceOptions.READ_MAX_DRIFT,
                    KvsArchiveSourceOptions.WATERMARK_NEGATIVE_OFFSET,
                    KvsArchiveSourceOptions.WATERMARK_UPLOAD_DELAY,
                    KvsArchiveSourceOptions.FRAGMENT_EVERY,
                    KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH,
                    KvsArchiveSourceOptions.FRAME_TRACKS,
                    KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY,
                    KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL,
                    KvsArchiveSourceOptions.UNBOUNDED_LATENESS,
                    KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL,
                    KvsArchiveSourceOptions.QUOTA_SHARE,
                    KvsArchiveSourceOptions.QUOTA_CONNECTIONS,
                    KvsArchiveSourceOptions.QUOTA_FRAGMENTS_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_LISTED_FRAGMENTS_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_GET_DATA_ENDPOINT_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_DESCRIBE_STREAM_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_LIST_STREAMS_PER_SECOND,
                    KvsArchiveSourceOptions.SPLIT_MAX_DURATION,
                    KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS,
                    KvsArchiveSourceOptions.SPLIT_MAX_SIZE,
                    KvsArchiveSourceOptions.FRAGMENT_MAX_SIZE,
                    KvsArchiveSourceOptions.READER_MAX_BUFFERED_SIZE);

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
                                    SCAN_ORDER,
                                    FactoryUtil.SOURCE_PARALLELISM,
                                    FactoryUtil.FORMAT,
                                    FORMAT_COLUMNS))
                    .collect(Collectors.toUnmodifiableSet());

    /**
     * Those that say how to get at the data, and not which: they may differ between a plan and the
     * table that it is run with.
     */
    static final Set<ConfigOption<?>> OF_ACCESS =
            Set.of(
                    KvsArchiveSourceOptions.AWS_ENDPOINT,
                    KvsArchiveSourceOptions.AWS_CREDENTIALS_PROVIDER,
                    KvsArchiveSourceOptions.AWS_TRUST_ALL_CERTIFICATES,
                    KvsArchiveSourceOptions.AWS_HTTP_MAX_CONNECTIONS,
                    KvsArchiveSourceOptions.AWS_HTTP_CONNECT_TIMEOUT,
                    KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT,
                    KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS,
                    KvsArchiveSourceOptions.RETRY_MIN_DELAY,
                    KvsArchiveSourceOptions.RETRY_MAX_DELAY,
                    KvsArchiveSourceOptions.QUOTA_SHARE,
                    KvsArchiveSourceOptions.QUOTA_CONNECTIONS,
                    KvsArchiveSourceOptions.QUOTA_FRAGMENTS_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_LISTED_FRAGMENTS_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_GET_DATA_ENDPOINT_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_DESCRIBE_STREAM_PER_SECOND,
                    KvsArchiveSourceOptions.QUOTA_LIST_STREAMS_PER_SECOND);

    /** What the names of the options begin with that the source checks itself. */
    static final List<String> PREFIXES_OF_SOURCE =
            List.of(CredentialsOptions.PREFIX + ".", "source.reader.");

    private static final Map<String, ConfigOption<?>> OF_SOURCE_BY_KEY =
            Stream.concat(OF_SOURCE.stream(), Stream.of(KvsArchiveSourceOptions.READ_ORDER))
                    .collect(Collectors.toUnmodifiableMap(ConfigOption::key, Function.identity()));

    private static final Map<String, String> KEYS_OF_SOURCE =
            Map.of(SCAN_ORDER.key(), KvsArchiveSourceOptions.READ_ORDER.key());

    private KvsArchiveTableOptions() {}

    /** What a table's options say of the source. */
    static Configuration ofSource(Map<String, String> tableOptions) {
        Configuration configuration = new Configuration();
        tableOptions.forEach(
                (key, value) -> {
                    String sourceKey = KEYS_OF_SOURCE.getOrDefault(key, key);
                    if (OF_SOURCE_BY_KEY.containsKey(sourceKey)
                            || PREFIXES_OF_SOURCE.stream().anyMatch(sourceKey::startsWith)) {
                        configuration.setString(sourceKey, value);
                    }
                });
        return configuration;
    }
}
