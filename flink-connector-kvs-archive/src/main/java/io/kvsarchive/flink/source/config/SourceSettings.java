/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.selection.StreamSelection;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** The options of a source, checked, in the shapes that its parts need. */
@Internal
public final class SourceSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Flink's own options for every source reader. */
    private static final String FLINK_READER_PREFIX = "source.reader.";

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

    /** More than splits that are read side by side span, and little enough to wait in windows. */
    private static final Duration DRIFT_WITH_WATERMARKS = Duration.ofHours(1);

    /** Each parallel reader has some for each of them. */
    private static final int MAX_STREAMS_WITH_METRICS = 100;

    private static final int SERVICE_MAX_RESULTS = 1000;
    private static final int SERVICE_MAX_FRAGMENTS_IN_REQUEST = 1000;

    private final Configuration options;
    @Nullable private final String regionOfArns;
    private final ArchivedFragment.Filter fragmentFilter;
    private final boolean metricsByStream;

    private SourceSettings(
            Configuration options,
            @Nullable String regionOfArns,
            ArchivedFragment.Filter fragmentFilter,
            boolean metricsByStream) {
        this.options = options;
        this.regionOfArns = regionOfArns;
        this.fragmentFilter = fragmentFilter;
        this.metricsByStream = metricsByStream;
    }

    /**
     * Checks every option.
     *
     * @param selection the streams that are read, whose ARNs may name the region
     * @param fragmentFilter accepts the fragments that are read
     * @throws IllegalArgumentException if an option is unknown or its value is not allowed, naming
     *     both and what is allowed
     */
    public static SourceSettings of(
            Configuration options,
            StreamSelection selection,
            ArchivedFragment.Filter fragmentFilter) {
        options.keySet().forEach(SourceSettings::checkKnown);
        Set<StreamReference> streams = selection.named().keySet();
        SourceSettings configuration =
                new SourceSettings(
                        new Configuration(options),
                        regionOf(streams),
                        fragmentFilter,
                        selection.prefix() == null && streams.size() <= MAX_STREAMS_WITH_METRICS);
        configuration.awsSettings().credentials().check();
        configuration.enumeratorSettings(true);
        configuration.readerSettings();
        return configuration;
    }

    public Configuration flinkConfiguration() {
        return options;
    }

    public AwsSettings awsSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new AwsSettings(
                region(),
                checked.optional(KvsArchiveSourceOptions.AWS_ENDPOINT)
                        .map(SourceSettings::endpoint),
                credentials(),
                checked.between(KvsArchiveSourceOptions.AWS_HTTP_MAX_CONNECTIONS, 1, 10_000),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_CONNECT_TIMEOUT),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT),
                checked.get(KvsArchiveSourceOptions.AWS_TRUST_ALL_CERTIFICATES),
                retrySettings());
    }

    /**
     * How fragments are found and handed out.
     *
     * @param readsMedia whether the source reads media, rather than the listing alone
     */
    public EnumeratorSettings enumeratorSettings(boolean readsMedia) {
        CheckedOptions checked = new CheckedOptions(options);
        QuotaSettings quota = quotaSettings();
        return new EnumeratorSettings(
                readsMedia,
                checked.get(KvsArchiveSourceOptions.READ_ORDER),
                maxDrift(),
                watermarkSettings(),
                listingSettings(),
                checked.between(KvsArchiveSourceOptions.LISTING_WINDOW_FRAGMENTS, 1, 1_000_000),
                checked.between(KvsArchiveSourceOptions.LISTING_MAX_PENDING, 1, 100_000_000),
                new SplitSize(
                        checked.between(
                                KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS,
                                1,
                                SERVICE_MAX_FRAGMENTS_IN_REQUEST),
                        checked.positiveSize(KvsArchiveSourceOptions.SPLIT_MAX_SIZE),
                        checked.positive(KvsArchiveSourceOptions.SPLIT_MAX_DURATION)),
                readsMedia ? quota : quota.withUnlimitedMedia(),
                retrySettings(),
                checked.get(KvsArchiveSourceOptions.ON_BROKEN_STREAM),
                checked.positive(KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL),
                checked.positive(KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL));
    }

    /**
     * How many readers can read a stream at a time.
     *
     * @param readsMedia whether the source reads media, rather than the listing alone
     */
    public int readersOfEachStream(boolean readsMedia) {
        boolean isInOrder =
                new CheckedOptions(options).get(KvsArchiveSourceOptions.READ_ORDER)
                        == ReadOrder.ORDERED;
        return readsMedia && !isInOrder ? quotaSettings().lanes() : 1;
    }

    private ListingSettings listingSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new ListingSettings(
                checked.between(KvsArchiveSourceOptions.LISTING_PAGE_SIZE, 1, SERVICE_MAX_RESULTS),
                checked.positive(KvsArchiveSourceOptions.UNBOUNDED_LATENESS),
                fragmentFilter,
                sampling(),
                checked.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT));
    }

    private FragmentSampling sampling() {
        CheckedOptions checked = new CheckedOptions(options);
        boolean byTime = options.contains(KvsArchiveSourceOptions.FRAGMENT_EVERY);
        boolean byCount = options.contains(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH);
        if (byTime && byCount) {
            throw new IllegalArgumentException(
                    "Options '"
                            + KvsArchiveSourceOptions.FRAGMENT_EVERY.key()
                            + "' and '"
                            + KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH.key()
                            + "' are both set; only one of them can be");
        }
        if (byTime) {
            return new FragmentSampling(
                    1, checked.positive(KvsArchiveSourceOptions.FRAGMENT_EVERY));
        }
        return byCount
                ? new FragmentSampling(
                        checked.between(
                                KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH, 1, Integer.MAX_VALUE),
                        Duration.ZERO)
                : FragmentSampling.ALL;
    }

    private QuotaSettings quotaSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new QuotaSettings(
                checked.share(KvsArchiveSourceOptions.QUOTA_SHARE),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_CONNECTIONS),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_FRAGMENTS_PER_SECOND),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_LISTED_FRAGMENTS_PER_SECOND),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_GET_DATA_ENDPOINT_PER_SECOND),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_DESCRIBE_STREAM_PER_SECOND),
                atMostDefault(checked, KvsArchiveSourceOptions.QUOTA_LIST_STREAMS_PER_SECOND));
    }

    /** By default a quota is the service's own, which nobody may pass. */
    private static int atMostDefault(CheckedOptions checked, ConfigOption<Integer> option) {
        return checked.between(option, 1, option.defaultValue());
    }

    public ReaderSettings readerSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new ReaderSettings(
                ParserLimits.DEFAULT.withMaxFragmentBytes(
                        checked.positiveSize(KvsArchiveSourceOptions.FRAGMENT_MAX_SIZE)),
                checked.positiveSize(KvsArchiveSourceOptions.READER_MAX_BUFFERED_SIZE),
                retrySettings(),
                checked.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT),
                checked.get(KvsArchiveSourceOptions.ON_BROKEN_STREAM),
                new FrameFilter(
                        tracks(), checked.get(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY)),
                false,
                checked.get(KvsArchiveSourceOptions.READ_ORDER) == ReadOrder.ORDERED,
                watermarkSettings(),
                metricsByStream);
    }

    public WatermarkSettings watermarkSettings() {
        CheckedOptions checked = new CheckedOptions(options);
        return new WatermarkSettings(
                emitsWatermarks(),
                checked.notNegative(KvsArchiveSourceOptions.WATERMARK_NEGATIVE_OFFSET),
                checked.notNegative(KvsArchiveSourceOptions.WATERMARK_UPLOAD_DELAY));
    }

    private boolean emitsWatermarks() {
        return new CheckedOptions(options).get(KvsArchiveSourceOptions.WATERMARK_SOURCE);
    }

    private Optional<Duration> maxDrift() {
        if (options.contains(KvsArchiveSourceOptions.READ_MAX_DRIFT)) {
            return Optional.of(
                    new CheckedOptions(options).positive(KvsArchiveSourceOptions.READ_MAX_DRIFT));
        }
        return emitsWatermarks() ? Optional.of(DRIFT_WITH_WATERMARKS) : Optional.empty();
    }

    private Set<String> tracks() {
        List<String> tracks =
                new CheckedOptions(options)
                        .optional(KvsArchiveSourceOptions.FRAME_TRACKS)
                        .orElse(List.of());
        if (tracks.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "Option '"
                            + KvsArchiveSourceOptions.FRAME_TRACKS.key()
                            + "' is '"
                            + tracks
                            + "'; each track must be a name or a number");
        }
        return Set.copyOf(tracks);
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

    public Optional<String> region() {
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
