/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvsArchiveSourceBuilderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ARN =
            "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/camera/1580000000000";
    private static final String ARN_OF_DOOR =
            "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/door/1580000000000";

    @Test
    void needsStreamsAndASchemaOnly() {
        KvsArchiveSource<ArchivedFrame> source =
                builder().setStreams("camera", ARN_OF_DOOR).build();

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(source.getProducedType()).isEqualTo(ArchivedFrame.TYPE);
    }

    @Test
    void asksForASchema() {
        assertRefusesNull(() -> KvsArchiveSource.forFrames(null), "schema");
        assertRefusesNull(() -> KvsArchiveSource.forFragments(null), "schema");
        assertRefusesNull(() -> KvsArchiveSource.forListing(null), "schema");
    }

    @Test
    void asksForStreams() {
        assertRefused(
                builder(),
                "No streams: name at least one, by name or ARN, with setStreams or"
                        + " setFragmentNumbers");
    }

    @Test
    void refusesWhatNamesNoStream() {
        assertRefused(builder().setStreams("front door"), "'front door' is neither the name");
        assertRefused(
                builder().setFragmentNumbers("front door", List.of("1")),
                "'front door' is neither the name");
    }

    @Test
    void takesAPrefixInsteadOfStreams() {
        assertThat(builder().setStreamPrefix("").build().getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
        assertRefused(
                builder().setStreamPrefix("front door"),
                "'front door' can't be what the name of a stream begins with");
    }

    @Test
    void refusesAnEndWhereThereIsNone() {
        assertThat(builder().setStreams("camera").setUnbounded().build().getBoundedness())
                .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertRefused(
                builder().setStreams("camera").setUnbounded().setEndTimestamp(START),
                "An unbounded source has no end timestamp: leave out setEndTimestamp or"
                        + " setUnbounded");
        assertRefused(
                builder().setFragmentNumbers("camera", List.of("1")).setUnbounded(),
                "An unbounded source reads no certain fragments");
    }

    @Test
    void refusesOptionsOfFramesWhereThereAreNone() {
        assertThat(KvsArchiveSource.forListing().setStreams("camera").build())
                .extracting(KvsArchiveSource::getProducedType)
                .isEqualTo(ArchivedFragment.TYPE);
        assertRefused(
                KvsArchiveSource.forListing()
                        .setStreams("camera")
                        .setOption(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY, true),
                "Option 'frame.key-frames-only' is about frames, and a source of the listing has"
                        + " none: leave it out, or begin with KvsArchiveSource.forFrames");
        assertRefused(
                KvsArchiveSource.forListing()
                        .setStreams("camera")
                        .setOption(KvsArchiveSourceOptions.FRAME_TRACKS, List.of("video")),
                "Option 'frame.tracks' is about frames");
    }

    @Test
    void refusesNullAtOnce() {
        assertRefusesNull(() -> builder().setStreams("camera", null), null);
        assertRefusesNull(() -> builder().setStreams((List<String>) null), null);
        assertRefusesNull(() -> builder().setStreamPrefix(null), "prefix");
        assertRefusesNull(() -> builder().setStreamFilter(null), "filter");
        assertRefusesNull(() -> builder().setFragmentFilter(null), "filter");
        assertRefusesNull(
                () -> builder().setFragmentNumbers(null, List.of("1")), "streamNameOrArn");
        assertRefusesNull(() -> builder().setFragmentNumbers("camera", null), null);
        assertRefusesNull(() -> builder().setStartTimestamp(null), "inclusiveStart");
        assertRefusesNull(() -> builder().setEndTimestamp(null), "inclusiveEnd");
        assertRefusesNull(() -> builder().setFragmentSelectorType(null), "type");
        assertRefusesNull(
                () -> builder().setOption(KvsArchiveSourceOptions.AWS_REGION, null), "value");
        assertRefusesNull(() -> builder().setOption(null, "value"), "option");
        assertRefusesNull(() -> builder().setOptions(null), "several");
    }

    private static void assertRefusesNull(ThrowingCallable call, @Nullable String name) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .satisfies(
                        error -> {
                            if (name != null) {
                                assertThat(error).hasMessage(name);
                            }
                        });
    }

    @Test
    void replacesWhatASetterWasGivenBefore() {
        KvsArchiveSource<ArchivedFrame> source =
                builder()
                        .setStreams("front door")
                        .setStreams("camera")
                        .setFragmentNumbers("door", List.of("not a number"))
                        .setFragmentNumbers("door", List.of("1"))
                        .build();

        assertThat(source.getLineageVertex().datasets())
                .extracting(LineageDataset::name)
                .containsExactly("camera", "door");
    }

    @Test
    void makesRecordsOfWholeFragments() throws Exception {
        KvsArchiveSource<WholeFragment> source =
                KvsArchiveSource.forFragments(
                                KvsArchiveFragmentDeserializationSchema.fragmentsWithDocument())
                        .setStreams("camera")
                        .build();

        assertThat(source.getProducedType()).isEqualTo(WholeFragment.TYPE);
        assertThat(InstantiationUtil.clone(source).getProducedType()).isEqualTo(WholeFragment.TYPE);
    }

    @Test
    void refusesToPickFragmentsInTwoWays() {
        assertRefused(
                with("fragment.every", "10 s")
                        .setOption(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH, 5),
                "Options 'fragment.every' and 'fragment.every-nth' are both set; only one of them"
                        + " can be");
    }

    @Test
    void refusesAStreamThatIsNamedTwice() {
        assertRefused(
                builder().setStreams("camera", ARN),
                "Stream '" + ARN + "' is named twice, also as 'camera': its frames would come");
        assertRefused(
                builder().setStreams("camera").setFragmentNumbers(ARN, List.of("1")),
                "Stream '" + ARN + "' is named twice, also as 'camera'");
    }

    @Test
    void refusesFragmentNumbersThatCannotBe() {
        assertRefused(
                builder().setFragmentNumbers("camera", List.of("1", "2b")),
                "'2b' can't be the number of a fragment of stream 'camera': numbers have 1 to 128"
                        + " decimal digits");
        assertRefused(builder().setFragmentNumbers("camera", List.of("1".repeat(129))), "1 to 128");
        assertRefused(
                builder().setFragmentNumbers("camera", List.of()),
                "No fragment numbers for stream 'camera': give at least one");
    }

    @Test
    void keepsTheFragmentNumbersThatItWasGiven() {
        List<String> numbers = new ArrayList<>(List.of("1"));
        KvsArchiveMediaSourceBuilder<ArchivedFrame> builder =
                builder().setFragmentNumbers("camera", numbers);

        numbers.add("not a number");

        assertThat(builder.build()).isNotNull();
    }

    @Test
    void refusesARangeThatEndsBeforeItStarts() {
        assertRefused(
                builder()
                        .setStreams("camera")
                        .setStartTimestamp(START)
                        .setEndTimestamp(START.minusMillis(1)),
                "The start timestamp, 2026-01-01T00:00:00Z, is after the end timestamp,"
                        + " 2025-12-31T23:59:59.999Z");
        builder().setStreams("camera").setStartTimestamp(START).setEndTimestamp(START).build();
    }

    @Test
    void refusesTimesThatTheServiceCannotTell() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusMillis(1))) {
            assertRefused(
                    builder().setStreams("camera").setEndTimestamp(time),
                    "The end timestamp, " + time + ", must be between 1970-01-01T00:00:00Z and");
            assertRefused(
                    builder().setStreams("camera").setStartTimestamp(time),
                    "The start timestamp, " + time + ", must be between 1970-01-01T00:00:00Z and");
        }
        builder()
                .setStreams("camera")
                .setStartTimestamp(Instant.EPOCH)
                .setEndTimestamp(Instant.parse("9999-12-31T23:59:59.999Z"))
                .build();
    }

    @Test
    void refusesStreamsOfSeveralRegions() {
        assertRefused(
                builder().setStreams(ARN, ARN_OF_DOOR.replace("eu-west-1", "us-east-2")),
                "The streams' ARNs are of several regions, [eu-west-1, us-east-2]; use one source"
                        + " for each region");
    }

    @Test
    void refusesARegionThatIsNotThatOfTheArns() {
        assertRefused(
                builder()
                        .setStreams(ARN)
                        .setOption(KvsArchiveSourceOptions.AWS_REGION, "us-east-2"),
                "Option 'aws.region' is 'us-east-2', but the streams' ARNs are of region"
                        + " 'eu-west-1'; leave the option out or give the same region");
        builder()
                .setStreams(ARN)
                .setOption(KvsArchiveSourceOptions.AWS_REGION, "eu-west-1")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "listing.page-size, 0, between 1 and 1000",
        "listing.page-size, 1001, between 1 and 1000",
        "listing.window-fragments, 0, between 1 and 1000000",
        "split.max-fragments, 0, between 1 and 1000",
        "split.max-fragments, 1001, between 1 and 1000",
        "split.max-size, 0 b, at least 1 byte",
        "quota.connections, 0, between 1 and 5",
        "quota.connections, 6, between 1 and 5",
        "quota.share, 0, above 0 and at most 1",
        "quota.share, 1.01, above 0 and at most 1",
        "quota.fragments-per-second, 501, between 1 and 500",
        "quota.listed-fragments-per-second, 10001, between 1 and 10000",
        "quota.get-data-endpoint-per-second, 301, between 1 and 300",
        "quota.describe-stream-per-second, 0, between 1 and 300",
        "quota.list-streams-per-second, 51, between 1 and 50",
        "listing.max-pending-fragments, 0, between 1 and 100000000",
        "split.max-duration, 0 s, at least 1 ms",
        "fragment.every, 0 s, at least 1 ms",
        "fragment.every-nth, 0, between 1 and 2147483647",
        "frame.tracks, 'video; ;2', a name or a number",
        "unbounded.poll-interval, 0 s, at least 1 ms",
        "unbounded.lateness, 0 s, at least 1 ms",
        "stream.discovery.interval, 0 s, at least 1 ms",
        "fragment.max-size, 0 b, at least 1 byte",
        "reader.max-buffered-size, 0 b, at least 1 byte",
        "aws.http-client.max-concurrency, 0, between 1 and 10000",
        "aws.http-client.connect-timeout, 0 s, at least 1 ms",
        "aws.http-client.read-timeout, 0, at least 1 ms",
        "retry-strategy.attempts.max, 0, between 1 and 1000",
        "retry-strategy.delay.min, 0 ms, at least 1 ms",
        "retry-strategy.delay.max, 0 ms, at least 1 ms",
        "metrics.max-streams, -1, between 0 and 10000",
        "metrics.max-streams, 10001, between 0 and 10000",
        "aws.region, '', such as eu-west-1",
        "aws.region, 'eu west', such as eu-west-1"
    })
    void namesAnOptionThatIsOutOfBoundsAndTheBounds(String key, String value, String allowed) {
        assertThatThrownBy(() -> with(key, value).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option '" + key + "' is '")
                .hasMessageEndingWith(allowed);
    }

    @Test
    void refusesALeastDelayAboveTheLongest() {
        assertRefused(
                with("retry-strategy.delay.min", "1 min"),
                "Option 'retry-strategy.delay.min' is 'PT1M'; it must be at most"
                        + " 'retry-strategy.delay.max', which is 'PT20S'");
    }

    @ParameterizedTest
    @CsvSource({
        "listing.page-size, many",
        "split.max-size, 3 elephants",
        "aws.http-client.read-timeout, soon",
        "read.order, sideways",
        "on-broken-stream, repair",
        "quota.share, most",
        "aws.trust.all.certificates, perhaps"
    })
    void namesAnOptionThatCannotBeUnderstood(String key, String value) {
        assertThatThrownBy(() -> with(key, value).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option '" + key + "' is '" + value + "'; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "ftp://localhost", "http:", "not a url", ""})
    void namesAnEndpointThatIsNoUrl(String endpoint) {
        assertThatThrownBy(() -> with("aws.endpoint", endpoint).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Option 'aws.endpoint' is '%s'; it must be a URL such as"
                                + " https://kinesisvideo.eu-west-1.amazonaws.com",
                        endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.regoin",
                "aws.credentials.provider.basic.secretKey",
                "scan.startup.mode",
                "source.read"
            })
    void namesAnOptionThatItDoesNotKnowButNotItsValue(String key) {
        assertThatThrownBy(() -> with(key, "hushhush").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option '" + key + "' is not known; allowed are [")
                .hasMessageContainingAll("listing.page-size", "aws.credentials.provider")
                .hasMessageNotContaining("hushhush");
    }

    @Test
    void letsFlinksOwnReaderOptionsThrough() {
        with("source.reader.element.queue.capacity", "3").build();
    }

    @Test
    void namesAMissingOptionOfACredentialsProvider() {
        assertRefused(
                with("aws.credentials.provider", "CUSTOM"),
                "Option 'aws.credentials.provider.custom.class' is missing; the credentials"
                        + " provider CUSTOM needs it");
    }

    @Test
    void readsBareNumbersOfTimeoutsAsMillisecondsLikeFlinksConnectors() {
        with("aws.http-client.read-timeout", "1500").build();
        Configuration options = new Configuration();
        options.setString("aws.http-client.read-timeout", "1500");

        assertThat(options.get(KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT)).hasMillis(1500);
    }

    @Test
    void hasTheDefaultsThatItDocuments() {
        Map<String, Object> defaults =
                Map.of(
                        "listing.page-size",
                                KvsArchiveSourceOptions.LISTING_PAGE_SIZE.defaultValue(),
                        "quota.connections",
                                KvsArchiveSourceOptions.QUOTA_CONNECTIONS.defaultValue(),
                        "split.max-fragments",
                                KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS.defaultValue(),
                        "retry-strategy.attempts.max",
                                KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS.defaultValue(),
                        "fragment.max-size",
                                KvsArchiveSourceOptions.FRAGMENT_MAX_SIZE
                                        .defaultValue()
                                        .getMebiBytes());

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "listing.page-size", 1000,
                                "quota.connections", 5,
                                "split.max-fragments", 100,
                                "retry-strategy.attempts.max", 10,
                                "fragment.max-size", 64));
    }

    @Test
    void makesASourceThatTravels() throws Exception {
        KvsArchiveSource<ArchivedFrame> source =
                withSecret()
                        .setStreams("camera")
                        .setFragmentNumbers("door", List.of("1", "2"))
                        .setStartTimestamp(START)
                        .build();

        KvsArchiveSource<ArchivedFrame> copy = InstantiationUtil.clone(source);

        assertThat(copy.getProducedType()).isEqualTo(source.getProducedType());
        assertThat(copy.getSplitSerializer().getVersion()).isEqualTo(1);
        assertThat(copy.getEnumeratorCheckpointSerializer().getVersion()).isEqualTo(1);
    }

    @Test
    void keepsSecretsOutOfTextsAndPlans() {
        KvsArchiveSource<ArchivedFrame> source = withSecret().setStreams("camera").build();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "archive")
                .sinkTo(new DiscardingSink<>());

        assertThat(env.getExecutionPlan()).contains("archive").doesNotContain("hushhush");
        assertThat((Object) source).asString().doesNotContain("hushhush");
    }

    @Test
    void keepsSecretsOutOfErrors() {
        assertThatThrownBy(
                        () ->
                                withSecret()
                                        .setStreams("camera")
                                        .setOption(KvsArchiveSourceOptions.LISTING_PAGE_SIZE, 0)
                                        .build())
                .satisfies(
                        e -> {
                            StringWriter text = new StringWriter();
                            e.printStackTrace(new PrintWriter(text));
                            assertThat(text.toString()).doesNotContain("hushhush");
                        });
    }

    private static KvsArchiveMediaSourceBuilder<ArchivedFrame> builder() {
        return KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames());
    }

    private static KvsArchiveMediaSourceBuilder<ArchivedFrame> with(String key, String value) {
        Configuration options = new Configuration();
        options.setString(key, value);
        return builder().setStreams("camera").setOptions(options);
    }

    private static KvsArchiveMediaSourceBuilder<ArchivedFrame> withSecret() {
        Configuration keys = new Configuration();
        keys.setString("aws.credentials.provider.basic.accesskeyid", "AKID");
        keys.setString("aws.credentials.provider.basic.secretkey", "hushhush");
        return builder().setOptions(keys);
    }

    private static void assertRefused(KvsArchiveSourceBuilder<?, ?> builder, String messageStart) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(messageStart);
    }
}
