/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.StreamReference;
import java.io.Serializable;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The options of a source, checked, in the shapes that its parts need. Made once, when the source
 * is built, and serialized with it. Immutable.
 *
 * @param flink Flink's own options for its source reader
 */
@Internal
public record SourceSettings(
        AwsSettings aws, EnumeratorSettings enumerator, ReaderSettings reader, Configuration flink)
        implements Serializable {

    /** Flink's own options for every source reader. */
    public static final String FLINK_READER_PREFIX = "source.reader.";

    private static final int MAX_STREAMS_WITH_METRICS = 10_000;

    /**
     * Checks every option.
     *
     * @param selection the streams that are read, whose ARNs may name the region
     * @param filter accepts the fragments that are read
     * @throws IllegalArgumentException if an option is unknown or its value is not allowed, naming
     *     both and what is allowed
     */
    public static SourceSettings of(
            Configuration options, StreamSelection selection, ArchivedFragment.Filter filter) {
        options.keySet().forEach(SourceSettings::checkKnown);
        Set<StreamReference> streams = selection.named().keySet();
        CheckedOptions checked = new CheckedOptions(options);
        int maxStreamsWithMetrics =
                checked.between(
                        KvsArchiveSourceOptions.METRICS_MAX_STREAMS, 0, MAX_STREAMS_WITH_METRICS);
        return new SourceSettings(
                AccessOptions.settings(options, streams),
                EnumeratorSettings.of(checked, filter),
                ReaderSettings.of(
                        checked,
                        !selection.looksForStreams() && streams.size() <= maxStreamsWithMetrics),
                ofFlink(options));
    }

    private static Configuration ofFlink(Configuration options) {
        Configuration ofFlink = new Configuration();
        options.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(FLINK_READER_PREFIX)) {
                                ofFlink.setString(key, value);
                            }
                        });
        return ofFlink;
    }

    private static void checkKnown(String key) {
        boolean isKnown =
                KvsArchiveSourceOptions.all().stream().anyMatch(option -> option.key().equals(key))
                        || CredentialsOptions.isKnown(key)
                        || key.startsWith(FLINK_READER_PREFIX);
        if (!isKnown) {
            throw new IllegalArgumentException(
                    ("Option '%s' is not known; allowed are %s, those below '%s' that Flink's AWS"
                                    + " connectors have, and Flink's own below '%s'")
                            .formatted(
                                    key,
                                    KvsArchiveSourceOptions.all().stream()
                                            .map(ConfigOption::key)
                                            .toList(),
                                    CredentialsOptions.PREFIX,
                                    FLINK_READER_PREFIX));
        }
    }
}
