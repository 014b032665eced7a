/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.OptionKeys;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of {@link KvsArchiveSource}. Those for AWS have the names that Flink's own AWS
 * connectors use.
 */
@PublicEvolving
public final class KvsArchiveSourceOptions {

    public static final ConfigOption<String> AWS_REGION =
            ConfigOptions.key(OptionKeys.AWS_REGION)
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The AWS region of the streams. Without it, the region in the streams'"
                                    + " ARNs or that of the AWS default chain.");

    public static final ConfigOption<String> AWS_ENDPOINT =
            ConfigOptions.key(OptionKeys.AWS_ENDPOINT)
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The URL of the control plane, if it's not the region's own. The"
                                    + " endpoints of the streams' data are asked of it.");

    public static final ConfigOption<String> AWS_CREDENTIALS_PROVIDER =
            ConfigOptions.key(CredentialsOptions.PREFIX)
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where credentials come from: AUTO, BASIC, ENV_VAR, SYS_PROP, PROFILE,"
                                    + " ASSUME_ROLE, WEB_IDENTITY_TOKEN or CUSTOM. Without it,"
                                    + " BASIC if both keys are given and AUTO otherwise.");

    public static final ConfigOption<Boolean> AWS_TRUST_ALL_CERTIFICATES =
            ConfigOptions.key("aws.trust.all.certificates")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Accept any TLS certificate. For tests against a local server only.");

    public static final ConfigOption<Integer> AWS_HTTP_MAX_CONNECTIONS =
            ConfigOptions.key("aws.http-client.max-concurrency")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "How many connections a parallel reader, or the enumerator, may have"
                                    + " open at a time.");

    public static final ConfigOption<Duration> AWS_HTTP_CONNECT_TIMEOUT =
            ConfigOptions.key("aws.http-client.connect-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription("How long a connection may take to be made.");

    public static final ConfigOption<Duration> AWS_HTTP_READ_TIMEOUT =
            ConfigOptions.key("aws.http-client.read-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How long a connection may stay silent before it is given up and what"
                                    + " is missing is asked for again. A bare number means"
                                    + " milliseconds.");

    public static final ConfigOption<Integer> RETRY_MAX_ATTEMPTS =
            ConfigOptions.key("retry-strategy.attempts.max")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "How often a call is tried that the service throttles or fails; and how"
                                    + " often a fragment that doesn't come is asked for before it"
                                    + " is lost.");

    public static final ConfigOption<Duration> RETRY_MIN_DELAY =
            ConfigOptions.key("retry-strategy.delay.min")
                    .durationType()
                    .defaultValue(Duration.ofMillis(300))
                    .withDescription(
                            "The longest wait before the second attempt; it doubles with each"
                                    + " further one. The wait itself is random.");

    public static final ConfigOption<Duration> RETRY_MAX_DELAY =
            ConfigOptions.key("retry-strategy.delay.max")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(20))
                    .withDescription("The longest wait before any attempt.");

    public static final ConfigOption<LostFragmentPolicy> ON_LOST_FRAGMENT =
            ConfigOptions.key("on-lost-fragment")
                    .enumType(LostFragmentPolicy.class)
                    .defaultValue(LostFragmentPolicy.FAIL)
                    .withDescription(
                            "What to do about a fragment that was listed and can't be had, after"
                                    + " all attempts: fail, or skip it, which is counted, logged"
                                    + " and told to the deserialization schema.");

    public static final ConfigOption<Integer> LISTING_PAGE_SIZE =
            ConfigOptions.key("listing.page-size")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "How many fragments one call of ListFragments asks for, 1 to 1000. The"
                                    + " service charges the call by it, not by what it returns.");

    public static final ConfigOption<Integer> LISTING_WINDOW_FRAGMENTS =
            ConfigOptions.key("listing.window-fragments")
                    .intType()
                    .defaultValue(5000)
                    .withDescription(
                            "How many fragments of a stream are listed at a time. Listings come in"
                                    + " no order, so that only a whole window of time can be"
                                    + " sorted; its length adapts to how dense the stream is.");

    public static final ConfigOption<Integer> LISTING_MAX_PENDING =
            ConfigOptions.key("listing.max-pending-fragments")
                    .intType()
                    .defaultValue(200_000)
                    .withDescription(
                            "How many fragments of all streams together are listed ahead. They take"
                                + " about 150 bytes each in the JobManager; where there are many"
                                + " streams, less is listed ahead of each.");

    public static final ConfigOption<BrokenStreamPolicy> ON_BROKEN_STREAM =
            ConfigOptions.key("on-broken-stream")
                    .enumType(BrokenStreamPolicy.class)
                    .defaultValue(BrokenStreamPolicy.FAIL)
                    .withDescription(
                            "What to do about a stream that can't be read, since it does not exist,"
                                + " access is denied, or the service fails for it alone after all"
                                + " attempts: fail, or skip it, which is logged.");

    public static final ConfigOption<ReadOrder> READ_ORDER =
            ConfigOptions.key("read.order")
                    .enumType(ReadOrder.class)
                    .defaultValue(ReadOrder.PARALLEL)
                    .withDescription(
                            "Whether the fragments of a stream are spread over readers (parallel),"
                                    + " or come in the order of time from one of them (ordered)."
                                    + " Streams are read in parallel in both cases.");

    public static final ConfigOption<Duration> READ_MAX_DRIFT =
            ConfigOptions.key("read.max-drift")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "How far a stream may be ahead, in recorded time, of the one that is"
                                + " furthest behind. Without it there is no bound, or one hour if"
                                + " the source emits watermarks: what is ahead waits in windows.");

    public static final ConfigOption<Boolean> WATERMARK_SOURCE =
            ConfigOptions.key("watermark.source")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Emit watermarks that no frame is behind, from what the listing tells."
                                    + " The job's strategy is to be"
                                    + " WatermarkStrategy.noWatermarks() then.");

    public static final ConfigOption<Duration> WATERMARK_NEGATIVE_OFFSET =
            ConfigOptions.key("watermark.negative-offset")
                    .durationType()
                    .defaultValue(Duration.ofMillis(1L << 15))
                    .withDescription(
                            "How long before its fragment's start a frame may lie and not be behind"
                                    + " a watermark. By default as long as Matroska can tell at the"
                                    + " usual precision of 1 ms; 0 ms where producers send no such"
                                    + " frames.");

    public static final ConfigOption<Duration> WATERMARK_UPLOAD_DELAY =
            ConfigOptions.key("watermark.upload-delay")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How long after it was recorded, by the producer's clock, a fragment"
                                    + " may be sent to the service and its frames not be behind a"
                                    + " watermark, in an unbounded job.");

    public static final ConfigOption<Duration> FRAGMENT_EVERY =
            ConfigOptions.key("fragment.every")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "Read one fragment in so much time: the first that begins in each such"
                                    + " stretch, counted from the epoch. Others are not paid for.");

    public static final ConfigOption<Integer> FRAGMENT_EVERY_NTH =
            ConfigOptions.key("fragment.every-nth")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "Read one fragment in so many of a stream. Others are not paid for.");

    public static final ConfigOption<List<String>> FRAME_TRACKS =
            ConfigOptions.key("frame.tracks")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Emit only frames of these tracks, by name or number. Whole fragments"
                                    + " are read, and paid for, all the same.");

    public static final ConfigOption<Boolean> FRAME_KEY_FRAMES_ONLY =
            ConfigOptions.key("frame.key-frames-only")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Emit only frames that can be decoded on their own. Whole fragments are"
                                    + " read, and paid for, all the same.");

    public static final ConfigOption<Duration> UNBOUNDED_POLL_INTERVAL =
            ConfigOptions.key("unbounded.poll-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            "How often the live edge of a stream is listed, in an unbounded"
                                    + " job.");

    public static final ConfigOption<Duration> UNBOUNDED_LATENESS =
            ConfigOptions.key("unbounded.lateness")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription(
                            "How long after its server timestamp a fragment may become visible and"
                                    + " still be read, in an unbounded job. A fragment lasts up to"
                                    + " 20 s, and is visible once it is whole.");

    public static final ConfigOption<Duration> STREAM_DISCOVERY_INTERVAL =
            ConfigOptions.key("stream.discovery.interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How often new streams are looked for, in an unbounded job that"
                                    + " selects streams by a prefix.");

    public static final ConfigOption<Double> QUOTA_SHARE =
            ConfigOptions.key("quota.share")
                    .doubleType()
                    .defaultValue(0.8)
                    .withDescription(
                            "The share of the service's quotas that the job uses, above 0 and at"
                                    + " most 1. They are shared by all consumers of a stream.");

    public static final ConfigOption<Integer> QUOTA_CONNECTIONS =
            ConfigOptions.key(OptionKeys.QUOTA_CONNECTIONS)
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "How many connections to a stream the quota allows, 1 to 5. So many"
                                    + " readers, times the share, read a stream at a time.");

    public static final ConfigOption<Integer> QUOTA_FRAGMENTS_PER_SECOND =
            ConfigOptions.key("quota.fragments-per-second")
                    .intType()
                    .defaultValue(500)
                    .withDescription(
                            "How many fragments of a stream the quota allows to ask for per second,"
                                    + " 1 to 500.");

    public static final ConfigOption<Integer> QUOTA_LISTED_FRAGMENTS_PER_SECOND =
            ConfigOptions.key("quota.listed-fragments-per-second")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription(
                            "How many fragments of a stream the quota allows listings to ask for"
                                    + " per second, 1 to 10000.");

    public static final ConfigOption<Integer> QUOTA_GET_DATA_ENDPOINT_PER_SECOND =
            ConfigOptions.key("quota.get-data-endpoint-per-second")
                    .intType()
                    .defaultValue(300)
                    .withDescription(
                            "How many calls of GetDataEndpoint the quota allows the account per"
                                    + " second, 1 to 300.");

    public static final ConfigOption<Integer> QUOTA_DESCRIBE_STREAM_PER_SECOND =
            ConfigOptions.key("quota.describe-stream-per-second")
                    .intType()
                    .defaultValue(300)
                    .withDescription(
                            "How many calls of DescribeStream the quota allows the account per"
                                    + " second, 1 to 300.");

    public static final ConfigOption<Integer> QUOTA_LIST_STREAMS_PER_SECOND =
            ConfigOptions.key("quota.list-streams-per-second")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "How many calls of ListStreams the quota allows the account per second,"
                                    + " 1 to 50.");

    public static final ConfigOption<Integer> SPLIT_MAX_FRAGMENTS =
            ConfigOptions.key("split.max-fragments")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            "How many fragments one request asks for at most, 1 to 1000. The"
                                    + " service sends 500 fragments of a stream per second.");

    public static final ConfigOption<MemorySize> SPLIT_MAX_SIZE =
            ConfigOptions.key("split.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription(
                            "How much one request asks for at most, by the sizes that the listing"
                                    + " tells. At the service's 25 MB/s this much takes ten"
                                    + " seconds.");

    public static final ConfigOption<Duration> SPLIT_MAX_DURATION =
            ConfigOptions.key("split.max-duration")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How much recorded time one request spans at most, where a stream has"
                                    + " few fragments.");

    public static final ConfigOption<MemorySize> FRAGMENT_MAX_SIZE =
            ConfigOptions.key("fragment.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "How large a fragment may be. The service takes fragments of up to"
                                    + " 50 MB.");

    public static final ConfigOption<MemorySize> READER_MAX_BUFFERED_SIZE =
            ConfigOptions.key("reader.max-buffered-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(128))
                    .withDescription(
                            "How much a parallel reader may hold of fragments that were read and"
                                    + " are not yet emitted. It can be exceeded by one fragment.");

    public static final ConfigOption<Integer> METRICS_MAX_STREAMS =
            ConfigOptions.key("metrics.max-streams")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            "Up to how many streams each parallel reader has metrics for each of"
                                    + " them, too, 0 to 10000. Where more are named, or streams are"
                                    + " looked for by a prefix, there are those of all together.");

    private static final List<ConfigOption<?>> ALL = declared();

    private KvsArchiveSourceOptions() {}

    /** All options above, in the order of their keys. A table has them, too. */
    @Internal
    public static List<ConfigOption<?>> all() {
        return ALL;
    }

    private static List<ConfigOption<?>> declared() {
        return Arrays.stream(KvsArchiveSourceOptions.class.getFields())
                .<ConfigOption<?>>map(KvsArchiveSourceOptions::value)
                .sorted(Comparator.comparing(ConfigOption::key))
                .toList();
    }

    private static ConfigOption<?> value(Field option) {
        try {
            return (ConfigOption<?>) option.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The field %s is not public".formatted(option), e);
        }
    }
}
