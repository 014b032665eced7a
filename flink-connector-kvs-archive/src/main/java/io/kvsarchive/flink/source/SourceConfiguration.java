/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.enumerator.EnumeratorSettings;
import io.kvsarchive.flink.source.enumerator.SplitSize;
import io.kvsarchive.flink.source.reader.ReaderSettings;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.StreamReference;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;

/** The options of a source, checked, in the shapes that its parts need. */
final class SourceConfiguration implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Flink's own options for every source reader. */
    private static final String FLINK_READER_PREFIX = "source.reader.";

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

    private static final int SERVICE_MAX_RESULTS = 1000;
    private static final int SERVICE_MAX_FRAGMENTS_IN_REQUEST = 1000;
    private static final int SERVICE_MAX_CONNECTIONS_TO_STREAM = 5;

    private final Configuration options;
    @Nullable private final String regionOfArns;

    private SourceConfiguration(Configuration options, @Nullable String regionOfArns) {
        this.options = options;
        this.regionOfArns = regionOfArns;
    }

    /**
     * Checks every option.
     *
     * @param streams the streams that are read, whose ARNs may name the region
     * @throws IllegalArgumentException if an option is unknown or its value is not allowed, naming
     *     both and what is allowed
     */
    static SourceConfiguration of(Configuration options, Collection<StreamReference> streams) {
        options.keySet().forEach(SourceConfiguration::checkKnown);
        SourceConfiguration configuration =
                new SourceConfiguration(new Configuration(options), regionOf(streams));
        configuration.awsSettings().credentials().check();
        configuration.enumeratorSettings();
        configuration.readerSettings();
        return configuration;
    }

    Configuration flinkConfiguration() {
        return options;
    }

    AwsSettings awsSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new AwsSettings(
                region(),
                checked.optional(KvsArchiveSourceOptions.AWS_ENDPOINT)
                        .map(SourceConfiguration::endpoint),
                credentials(),
                checked.between(KvsArchiveSourceOptions.AWS_HTTP_MAX_CONNECTIONS, 1, 10_000),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_CONNECT_TIMEOUT),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT),
                checked.get(KvsArchiveSourceOptions.AWS_TRUST_ALL_CERTIFICATES),
                retrySettings());
    }

    EnumeratorSettings enumeratorSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new EnumeratorSettings(
                checked.between(KvsArchiveSourceOptions.LISTING_PAGE_SIZE, 1, SERVICE_MAX_RESULTS),
                checked.between(KvsArchiveSourceOptions.LISTING_WINDOW_FRAGMENTS, 1, 1_000_000),
                new SplitSize(
                        checked.between(
                                KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS,
                                1,
                                SERVICE_MAX_FRAGMENTS_IN_REQUEST),
                        checked.positiveSize(KvsArchiveSourceOptions.SPLIT_MAX_SIZE)),
                checked.between(
                        KvsArchiveSourceOptions.STREAM_MAX_CONNECTIONS,
                        1,
                        SERVICE_MAX_CONNECTIONS_TO_STREAM),
                checked.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT));
    }

    ReaderSettings readerSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new ReaderSettings(
                ParserLimits.DEFAULT.withMaxFragmentBytes(
                        checked.positiveSize(KvsArchiveSourceOptions.FRAGMENT_MAX_SIZE)),
                checked.positiveSize(KvsArchiveSourceOptions.READER_MAX_BUFFERED_SIZE),
                retrySettings(),
                checked.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT),
                FrameFilter.ALL,
                false);
    }

    private RetrySettings retrySettings() {
        CheckedOptions checked = new CheckedOptions(options);
        Duration minDelay = checked.positive(KvsArchiveSourceOptions.RETRY_MIN_DELAY);
        Duration maxDelay = checked.positive(KvsArchiveSourceOptions.RETRY_MAX_DELAY);
        if (minDelay.compareTo(maxDelay) > 0) {
            throw new IllegalArgumentException(
                    "Option '"
                            + KvsArchiveSourceOptions.RETRY_MIN_DELAY.key()
                            + "' is '"
                            + minDelay
                            + "'; it must be at most '"
                            + KvsArchiveSourceOptions.RETRY_MAX_DELAY.key()
                            + "', which is '"
                            + maxDelay
                            + "'");
        }
        return new RetrySettings(
                checked.between(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 1, 1000),
                minDelay,
                maxDelay);
    }

    private CredentialsOptions credentials() {
        Map<String, String> values =
                options.toMap().entrySet().stream()
                        .filter(option -> CredentialsOptions.isKnown(option.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new CredentialsOptions(values);
    }

    private Optional<String> region() {
        Optional<String> region = options.getOptional(KvsArchiveSourceOptions.AWS_REGION);
        if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
            throw new IllegalArgumentException(
                    "Option '"
                            + KvsArchiveSourceOptions.AWS_REGION.key()
                            + "' is '"
                            + region.get()
                            + "'; it must be a region's name, such as eu-west-1");
        }
        if (region.isPresent() && regionOfArns != null && !region.get().equals(regionOfArns)) {
            throw new IllegalArgumentException(
                    "Option '"
                            + KvsArchiveSourceOptions.AWS_REGION.key()
                            + "' is '"
                            + region.get()
                            + "', but the streams' ARNs are of region '"
                            + regionOfArns
                            + "'; leave the option out or give the same region");
        }
        return region.or(() -> Optional.ofNullable(regionOfArns));
    }

    @Nullable
    private static String regionOf(Collection<StreamReference> streams) {
        Set<String> regions =
                streams.stream()
                        .flatMap(stream -> stream.region().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        if (regions.size() > 1) {
            throw new IllegalArgumentException(
                    "The streams' ARNs are of several regions, "
                            + regions
                            + "; use one source for each region");
        }
        return regions.isEmpty() ? null : regions.iterator().next();
    }

    private static URI endpoint(String value) {
        try {
            URI uri = URI.create(value);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrongEndpoint(value, e);
        }
        throw wrongEndpoint(value, null);
    }

    private static IllegalArgumentException wrongEndpoint(
            String value, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "Option '"
                        + KvsArchiveSourceOptions.AWS_ENDPOINT.key()
                        + "' is '"
                        + value
                        + "'; it must be a URL such as"
                        + " https://kinesisvideo.eu-west-1.amazonaws.com",
                cause);
    }

    private static void checkKnown(String key) {
        boolean isKnown =
                KvsArchiveSourceOptions.KEYS.contains(key)
                        || CredentialsOptions.isKnown(key)
                        || key.startsWith(FLINK_READER_PREFIX);
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "Option '"
                            + key
                            + "' is not known; allowed are "
                            + KvsArchiveSourceOptions.KEYS
                            + ", those below '"
                            + CredentialsOptions.PREFIX
                            + "' that Flink's AWS connectors have, and Flink's own below '"
                            + FLINK_READER_PREFIX
                            + "'");
        }
    }
}
