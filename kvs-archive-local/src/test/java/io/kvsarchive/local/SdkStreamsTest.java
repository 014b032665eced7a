/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisvideo.model.Status;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;

/** Streams, endpoints and callers, through the unmodified AWS SDK. */
class SdkStreamsTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00.123Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private LocalKvsArchive archive;
    private SdkClients sdk;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        sdk = new SdkClients(archive);
        archive.addGeneratedStream(
                GeneratedStream.builder("camera").setStart(START).setFragmentCount(250).build());
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void createsDescribesListsAndDeletesStreams() {
        String arn =
                sdk.control()
                        .createStream(
                                r ->
                                        r.streamName("yard")
                                                .mediaType("video/h265,audio/aac")
                                                .dataRetentionInHours(48))
                        .streamARN();

        assertThat(arn).matches("arn:aws:kinesisvideo:us-west-2:111122223333:stream/yard/\\d{13}");
        StreamInfo info = sdk.control().describeStream(r -> r.streamARN(arn)).streamInfo();
        assertThat(info.streamName()).isEqualTo("yard");
        assertThat(info.streamARN()).isEqualTo(arn);
        assertThat(info.mediaType()).isEqualTo("video/h265,audio/aac");
        assertThat(info.dataRetentionInHours()).isEqualTo(48);
        assertThat(info.status()).isEqualTo(Status.ACTIVE);
        assertThat(arn).endsWith("/" + info.creationTime().toEpochMilli());
        assertThat(sdk.control().describeStream(r -> r.streamName("yard")).streamInfo())
                .isEqualTo(info);

        assertThatThrownBy(() -> sdk.control().createStream(r -> r.streamName("yard")))
                .isInstanceOf(ResourceInUseException.class);

        sdk.control().deleteStream(r -> r.streamARN(arn));
        assertThatThrownBy(() -> sdk.control().describeStream(r -> r.streamName("yard")))
                .isInstanceOf(
                        software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException
                                .class)
                .hasMessageContaining("yard");

        String second = sdk.control().createStream(r -> r.streamName("yard")).streamARN();
        assertThat(second).isNotEqualTo(arn);
        assertThatThrownBy(() -> sdk.control().describeStream(r -> r.streamARN(arn)))
                .as("the ARN of a stream that is gone is not that of its successor")
                .isInstanceOf(
                        software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException
                                .class);
    }

    @Test
    void listsThousandsOfStreamsPageByPage() {
        List<String> names = new ArrayList<>(List.of("camera"));
        for (int i = 0; i < 2500; i++) {
            names.add(String.format("fleet-%04d", i));
            archive.createStream(names.get(names.size() - 1));
        }

        assertThat(sdk.control().listStreams().streamInfoList()).hasSize(10);
        assertThat(sdk.control().listStreams(r -> r.maxResults(10_000)).streamInfoList())
                .hasSize(1000);
        assertThat(sdk.control().listStreamsPaginator(r -> r.maxResults(700)).streamInfoList())
                .extracting(StreamInfo::streamName)
                .containsExactlyElementsOf(names);
        assertThat(
                        sdk.control()
                                .listStreamsPaginator(
                                        r ->
                                                r.streamNameCondition(
                                                        c ->
                                                                c.comparisonOperator("BEGINS_WITH")
                                                                        .comparisonValue(
                                                                                "fleet-10")))
                                .streamInfoList())
                .extracting(StreamInfo::streamName)
                .hasSize(100)
                .allMatch(name -> name.startsWith("fleet-10"));
    }

    @Test
    void givesEachApiAnEndpointOfItsOwn() {
        List<URI> endpoints = new ArrayList<>(List.of(archive.endpoint()));
        for (APIName api :
                List.of(
                        APIName.LIST_FRAGMENTS,
                        APIName.GET_MEDIA_FOR_FRAGMENT_LIST,
                        APIName.GET_MEDIA)) {
            endpoints.add(endpoint(api));
        }
        assertThat(endpoints).doesNotHaveDuplicates();
        for (APIName api : APIName.knownValues()) {
            assertThat(endpoint(api)).hasScheme("http").hasHost("127.0.0.1").hasPath("");
        }
        assertThatThrownBy(
                        () ->
                                sdk.control()
                                        .getDataEndpoint(
                                                r -> r.streamName("none").apiName("GET_MEDIA")))
                .isInstanceOf(
                        software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException
                                .class);
    }

    @Test
    void answersWithNothingAndNoErrorOnTheWrongEndpoint() throws IOException {
        Consumer<ListFragmentsRequest.Builder> list =
                r -> r.streamName("camera").fragmentSelector(s -> select(s, START, FAR));
        String number = archive.fragments("camera").findFirst().orElseThrow().fragmentNumber();
        for (URI wrong :
                List.of(
                        archive.endpoint(),
                        endpoint(APIName.GET_MEDIA_FOR_FRAGMENT_LIST),
                        endpoint(APIName.GET_MEDIA))) {
            try (KinesisVideoArchivedMediaClient client = sdk.archivedAt(wrong)) {
                ListFragmentsResponse response = client.listFragments(list);
                assertThat(response.hasFragments()).isFalse();
                assertThat(response.nextToken()).isNull();
            }
        }
        for (URI wrong : List.of(archive.endpoint(), endpoint(APIName.LIST_FRAGMENTS))) {
            try (KinesisVideoArchivedMediaClient client = sdk.archivedAt(wrong)) {
                assertThat(
                                client.getMediaForFragmentList(
                                                r -> r.streamName("camera").fragments(number))
                                        .readAllBytes())
                        .isEmpty();
            }
        }
    }

    @Test
    void findsStreamsByArn() throws IOException {
        String arn = archive.streamArn("camera");
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            assertThat(
                            client.listFragments(
                                            r ->
                                                    r.streamARN(arn)
                                                            .fragmentSelector(
                                                                    s -> select(s, START, START)))
                                    .fragments())
                    .hasSize(1);
        }
        assertThat(
                        sdk.control()
                                .getDataEndpoint(r -> r.streamARN(arn).apiName("LIST_FRAGMENTS"))
                                .dataEndpoint())
                .isEqualTo(endpoint(APIName.LIST_FRAGMENTS).toString());
    }

    @Test
    void refusesWhoIsNotKnown() {
        LocalKvsArchiveConfig config =
                LocalKvsArchiveConfig.builder().setSecretKey("mine", "secret").build();
        try (LocalKvsArchive guarded = LocalKvsArchive.start(config)) {
            try (SdkClients known = new SdkClients(guarded, "mine", "secret")) {
                assertThat(known.control().listStreams().streamInfoList()).isEmpty();
            }
            try (SdkClients unknown = new SdkClients(guarded, "yours", "secret")) {
                assertThat(refusal(unknown))
                        .extracting(e -> e.statusCode(), e -> e.awsErrorDetails().errorCode())
                        .containsExactly(403, "UnrecognizedClientException");
            }
            try (SdkClients wrong = new SdkClients(guarded, "mine", "other")) {
                assertThat(refusal(wrong))
                        .extracting(e -> e.statusCode(), e -> e.awsErrorDetails().errorCode())
                        .containsExactly(403, "InvalidSignatureException");
            }
        }
    }

    private static KinesisVideoException refusal(SdkClients clients) {
        return catchThrowableOfType(
                KinesisVideoException.class, () -> clients.control().listStreams());
    }

    @Test
    void keepsAccountOfTheCalls() throws IOException {
        List<String> numbers =
                archive.fragments("camera").limit(3).map(StoredFragment::fragmentNumber).toList();
        archive.requests().clear();

        sdk.media("camera", numbers);
        assertThatThrownBy(() -> sdk.media("camera", List.of("5")))
                .isInstanceOf(SdkServiceException.class);
        sdk.list("camera", START, FAR, 100);

        assertThat(archive.requests().count("ListFragments", "camera")).isEqualTo(3);
        assertThat(archive.requests().count("ListFragments", "other")).isZero();
        assertThat(archive.requests().count("GetDataEndpoint")).isEqualTo(3);
        assertThat(archive.requests().latest("GetMediaForFragmentList"))
                .extracting(
                        ReceivedRequest::stream,
                        ReceivedRequest::status,
                        ReceivedRequest::error,
                        ReceivedRequest::fragments)
                .containsExactly(
                        tuple("camera", 200, "", numbers),
                        tuple("camera", 400, "InvalidArgumentException", List.of("5")));
        assertThat(archive.requests().fragmentsAsked("camera"))
                .containsExactly(numbers.get(0), numbers.get(1), numbers.get(2), "5");
        assertThat(archive.requests().latest("ListFragments").get(0).body())
                .contains("\"MaxResults\":100");
    }

    private static void select(
            software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelector.Builder
                    selector,
            Instant from,
            Instant to) {
        selector.fragmentSelectorType(FragmentSelectorType.PRODUCER_TIMESTAMP)
                .timestampRange(t -> t.startTimestamp(from).endTimestamp(to));
    }

    private URI endpoint(APIName api) {
        return URI.create(
                sdk.control()
                        .getDataEndpoint(r -> r.streamName("camera").apiName(api))
                        .dataEndpoint());
    }
}
