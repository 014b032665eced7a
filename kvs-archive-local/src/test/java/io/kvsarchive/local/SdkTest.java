/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.KinesisVideoArchivedMediaException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ResourceNotFoundException;

/** The unmodified AWS SDK against the archive. */
class SdkTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00.123Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private LocalKvsArchive archive;
    private SdkClients sdk;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        sdk = new SdkClients(archive);
        archive.addGeneratedStream(
                GeneratedStream.named("camera").start(START).fragmentCount(250).build());
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void streamsAreCreatedDescribedListedAndDeleted() {
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
    void thousandsOfStreamsAreListedPageByPage() {
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
    void eachApiHasAnEndpointOfItsOwn() {
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
    void onTheWrongEndpointThereIsNothingAndNoError() throws IOException {
        Consumer<ListFragmentsRequest.Builder> list =
                r -> r.streamName("camera").fragmentSelector(s -> select(s, START, FAR));
        String number = archive.fragments("camera").findFirst().orElseThrow().number();
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
    void listsWhatTheStreamHolds() {
        List<Fragment> listed = sdk.listAll("camera");

        assertThat(listed)
                .extracting(
                        Fragment::fragmentNumber,
                        Fragment::producerTimestamp,
                        Fragment::serverTimestamp,
                        Fragment::fragmentLengthInMilliseconds,
                        Fragment::fragmentSizeInBytes)
                .containsExactlyElementsOf(
                        archive.fragments("camera")
                                .map(
                                        f ->
                                                tuple(
                                                        f.number(),
                                                        f.producerTimestamp(),
                                                        f.serverTimestamp(),
                                                        f.length().toMillis(),
                                                        f.size()))
                                .toList());
    }

    @Test
    void pagesAreInNoOrderAndTheSameEachTime() {
        List<Fragment> once = sdk.list("camera", START, FAR, 100);
        List<Fragment> again = sdk.list("camera", START, FAR, 100);

        assertThat(once).isEqualTo(again).hasSize(250).doesNotHaveDuplicates();
        assertThat(once.subList(0, 100))
                .as("a page is not the beginning of the range")
                .anyMatch(f -> f.producerTimestamp().isAfter(START.plusSeconds(400)))
                .isNotEqualTo(sortedByTime(once.subList(0, 100)));
        assertThat(sdk.list("camera", START, FAR, 7))
                .as("the disorder does not depend on the size of pages")
                .isEqualTo(once);
    }

    @Test
    void bothEndsOfARangeBelongToItAndOnlyTheStartCounts() {
        assertThat(starts(START.plusSeconds(2), START.plusSeconds(6)))
                .containsExactly(2000L, 4000L, 6000L);
        assertThat(starts(START.plusMillis(2001), START.plusMillis(5999)))
                .as("the fragment that began before reaches into the range")
                .containsExactly(4000L);
        assertThat(starts(START.plusMillis(2001), START.plusMillis(3999))).isEmpty();
        assertThat(starts(START, START)).containsExactly(0L);
    }

    @Test
    void rangesAreOfTheProducersOrTheServersClock() {
        assertThat(
                        sdk.list(
                                "camera",
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START,
                                START.plusMillis(2250),
                                10))
                .extracting(Fragment::serverTimestamp)
                .containsExactlyInAnyOrder(START.plusMillis(250), START.plusMillis(2250));
        assertThat(
                        sdk.list(
                                "camera",
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START,
                                START.plusMillis(249),
                                10))
                .isEmpty();
    }

    @Test
    void aPageTokenNeedsNothingButTheStreamAndSurvivesARestart() {
        ListFragmentsResponse first;
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            first =
                    client.listFragments(
                            r ->
                                    r.streamName("camera")
                                            .maxResults(200L)
                                            .fragmentSelector(s -> select(s, START, FAR)));
            assertThat(first.fragments()).hasSize(200);
        }
        try (LocalKvsArchive restarted = LocalKvsArchive.start();
                SdkClients clients = new SdkClients(restarted)) {
            restarted.addGeneratedStream(
                    GeneratedStream.named("camera").start(START).fragmentCount(250).build());
            // The stream has grown since: pages that were begun do not shift.
            restarted.addGeneratedStream(
                    GeneratedStream.named("camera").start(START).fragmentCount(70).build());
            try (KinesisVideoArchivedMediaClient client =
                    clients.archived("camera", APIName.LIST_FRAGMENTS)) {
                ListFragmentsResponse second =
                        client.listFragments(
                                r -> r.streamName("camera").nextToken(first.nextToken()));
                assertThat(second.nextToken()).isNull();
                List<Fragment> all = new ArrayList<>(first.fragments());
                all.addAll(second.fragments());
                assertThat(sortedByTime(all)).isEqualTo(sdk.listAll("camera"));
            }
        }
    }

    @Test
    void anEmptyResultIsAnEmptyList() {
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            ListFragmentsResponse response =
                    client.listFragments(
                            r ->
                                    r.streamName("camera")
                                            .fragmentSelector(
                                                    s -> select(s, FAR, FAR.plusSeconds(1))));
            assertThat(response.hasFragments()).isTrue();
            assertThat(response.fragments()).isEmpty();
            assertThat(response.nextToken()).isNull();
        }
    }

    @Test
    void withoutSelectorAndTokenTheServiceFails() {
        assertThatThrownBy(() -> listFragments(r -> r.streamName("camera")))
                .isInstanceOfSatisfying(
                        KinesisVideoArchivedMediaException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(500);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("InternalFailure");
                        });
    }

    @Test
    void wrongArgumentsOfAListingAreRefused() {
        assertThatThrownBy(
                        () ->
                                listFragments(
                                        r ->
                                                r.streamName("camera")
                                                        .fragmentSelector(
                                                                s -> select(s, FAR, START))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StartTimestamp is after EndTimestamp");
        for (long most : new long[] {0, -1, 1001, Long.MAX_VALUE}) {
            assertThatThrownBy(
                            () ->
                                    listFragments(
                                            r ->
                                                    r.streamName("camera")
                                                            .maxResults(most)
                                                            .fragmentSelector(
                                                                    s -> select(s, START, FAR))))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("MaxResults: " + most);
        }
        for (String token : List.of("bm90IG9uZQ==", "****", "UFJPRFVDRVI6MDowOi01OjU=")) {
            assertThatThrownBy(() -> listFragments(r -> r.streamName("camera").nextToken(token)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("NextToken");
        }
        assertThatThrownBy(() -> listFragments(r -> r.streamName("no such stream")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamName");
        assertThatThrownBy(
                        () ->
                                listFragments(
                                        r ->
                                                r.streamName("other")
                                                        .fragmentSelector(
                                                                s -> select(s, START, FAR))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> listFragments(r -> r.maxResults(5L)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamName or StreamARN");
    }

    @Test
    void mediaComesInTheOrderAskedOneDocumentForEachFragment() throws IOException {
        List<String> numbers =
                new ArrayList<>(archive.fragments("camera").map(ArchivedFragment::number).toList());
        Collections.reverse(numbers);

        byte[] body = sdk.media("camera", numbers);

        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (String number : numbers) {
            expected.write(archive.readFragment("camera", number));
        }
        assertThat(body).isEqualTo(expected.toByteArray());
    }

    @Test
    void aFragmentThatIsAskedForTwiceComesOnce() throws IOException {
        List<String> numbers =
                archive.fragments("camera").limit(2).map(ArchivedFragment::number).toList();

        byte[] body = sdk.media("camera", List.of(numbers.get(1), numbers.get(0), numbers.get(1)));

        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .containsExactly(numbers.get(1), numbers.get(0));
    }

    @Test
    void oneUnknownNumberRefusesTheWholeRequest() {
        archive.addGeneratedStream(GeneratedStream.named("other").fragmentCount(1).build());
        String known = archive.fragments("camera").findFirst().orElseThrow().number();
        String others = archive.fragments("other").findFirst().orElseThrow().number();

        assertThatThrownBy(() -> sdk.media("camera", List.of(known, others, "17")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Fragment numbers are invalid : [" + others + ", 17]");
    }

    @Test
    void wrongArgumentsForMediaAreRefused() {
        assertThatThrownBy(() -> sdk.media("camera", List.of()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("a list of 1 to 1000");
        assertThatThrownBy(() -> sdk.media("camera", Collections.nCopies(1001, "1")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("a list of 1 to 1000");
        assertThatThrownBy(() -> sdk.media("camera", List.of("12a")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("12a");
    }

    @Test
    void streamsMayBeGivenByArn() throws IOException {
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
    void aStreamOfTwoHundredMillionFragmentsIsReadInTheMiddle() throws IOException {
        long count = 200_000_000;
        Instant start = Instant.parse("2000-01-01T00:00:00Z");
        archive.addGeneratedStream(
                GeneratedStream.named("decade")
                        .start(start)
                        .fragmentCount(count)
                        .track(GeneratedTrack.video(1, 10, 20))
                        .build());
        Instant middle = start.plus(Duration.ofSeconds(count));

        List<Fragment> window = sdk.list("decade", middle, middle.plusSeconds(600), 100);

        assertThat(window)
                .extracting(Fragment::producerTimestamp)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, 300)
                                .mapToObj(i -> middle.plusSeconds(2L * i))
                                .toList());
        List<String> numbers = window.stream().map(Fragment::fragmentNumber).toList();
        assertThat(ReadDocument.readAll(sdk.media("decade", numbers)))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("decade", APIName.LIST_FRAGMENTS)) {
            ListFragmentsResponse whole =
                    client.listFragments(
                            r ->
                                    r.streamName("decade")
                                            .maxResults(1000L)
                                            .fragmentSelector(s -> select(s, start, FAR)));
            assertThat(whole.fragments()).hasSize(1000);
            assertThat(whole.nextToken()).isNotNull();
        }
    }

    @Test
    void refusesWhoIsNotKnown() {
        LocalKvsArchiveConfig config =
                LocalKvsArchiveConfig.builder().credentials("mine", "secret").build();
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
                archive.fragments("camera").limit(3).map(ArchivedFragment::number).toList();
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

    private void listFragments(Consumer<ListFragmentsRequest.Builder> request) {
        try (KinesisVideoArchivedMediaClient client =
                sdk.archivedAt(endpoint(APIName.LIST_FRAGMENTS))) {
            client.listFragments(request);
        }
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

    private List<Long> starts(Instant from, Instant to) {
        return sdk.list("camera", from, to, 10).stream()
                .map(f -> Duration.between(START, f.producerTimestamp()).toMillis())
                .sorted()
                .toList();
    }

    private static List<Fragment> sortedByTime(List<Fragment> fragments) {
        return fragments.stream()
                .sorted(Comparator.comparing(Fragment::producerTimestamp))
                .toList();
    }
}
