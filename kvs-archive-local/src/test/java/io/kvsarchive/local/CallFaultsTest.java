/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.service.Plane;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ClientLimitExceededException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.KinesisVideoArchivedMediaException;

/** Calls that are refused on purpose, endpoints that move and streams that are created again. */
class CallFaultsTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");
    private static final String LISTING = RawHttp.listing("0", "9e9");

    private Instant now = START;
    private LocalKvsArchive archive;
    private RawHttp http;
    private SdkClients sdk;
    private List<String> numbers;

    @BeforeEach
    void start() {
        archive =
                LocalKvsArchive.start(LocalKvsArchiveConfig.builder().setClock(() -> now).build());
        http = new RawHttp(archive);
        sdk = new SdkClients(archive);
        for (String name : List.of("camera", "other")) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(name).setStart(START).setFragmentCount(10).build());
        }
        numbers = archive.fragments("camera").map(StoredFragment::fragmentNumber).toList();
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void throttlesAShareOfCallsTheSameOnesEachTime() throws Exception {
        List<Integer> first = statusesOfListings(throttled(7, 0.2), 100);
        List<Integer> again = statusesOfListings(throttled(7, 0.2), 100);

        assertThat(first).containsOnly(200, 400).isEqualTo(again);
        assertThat(first.stream().filter(status -> status == 400).count()).isBetween(12L, 28L);
        assertThat(statusesOfListings(throttled(8, 0.2), 100)).isNotEqualTo(first);
        assertThat(archive.requests().count(Fault.THROTTLED, "camera"))
                .isEqualTo(
                        archive.requests().latest().stream()
                                .filter(request -> request.status() == 400)
                                .count());
    }

    @Test
    void doesNotGoByWhatOtherStreamsAreAsked() throws Exception {
        List<Integer> alone = statusesOfListings(throttled(7, 0.5), 30);
        archive.setFaults(throttled(7, 0.5));
        List<Integer> mixed = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            http.post(Plane.LISTING, "/listFragments", LISTING.replace("camera", "other"));
            mixed.add(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode());
        }

        assertThat(mixed).isEqualTo(alone);
    }

    @Test
    void throttlesWithTheServicesError() {
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            archive.setFaults(Faults.none().withThrottled(When.always()));

            assertThatThrownBy(() -> client.listFragments(r -> r.streamName("camera")))
                    .isInstanceOfSatisfying(
                            ClientLimitExceededException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(400));
        }
        // The SDK does not take it for throttling.
        assertThat(archive.requests().count(Fault.THROTTLED)).isEqualTo(1);
        assertThat(archive.requests().latest("ListFragments").get(0).faults())
                .containsExactly(Fault.THROTTLED);
    }

    @Test
    void failsCertainOperationsOnly() throws Exception {
        archive.setFaults(
                Faults.none()
                        .withInternalFailure(When.first(1).withOperations("ListFragments"))
                        .withServiceUnavailable(
                                When.always().withRange(2, 2).withOperations("ListFragments")));

        HttpResponse<String> internal = http.post(Plane.LISTING, "/listFragments", LISTING);
        assertThat(internal.statusCode()).isEqualTo(500);
        assertThat(RawHttp.errorOf(internal)).isEqualTo("InternalFailure");
        HttpResponse<String> unavailable = http.post(Plane.LISTING, "/listFragments", LISTING);
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(RawHttp.errorOf(unavailable)).isEqualTo("ServiceUnavailable");
        assertThat(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode()).isEqualTo(200);
        assertThat(media(numbers.get(0)).statusCode()).isEqualTo(200);
        assertThat(archive.requests().count(Fault.INTERNAL_FAILURE)).isEqualTo(1);
        assertThat(archive.requests().count(Fault.SERVICE_UNAVAILABLE)).isEqualTo(1);
    }

    @Test
    void leavesOtherStreamsAlone() throws Exception {
        archive.setFaults("camera", Faults.none().withThrottled(When.always()));

        assertThat(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode()).isEqualTo(400);
        String byArn =
                LISTING.replace("StreamName", "StreamARN")
                        .replace("camera", archive.streamArn("camera"));
        assertThat(http.post(Plane.LISTING, "/listFragments", byArn).statusCode()).isEqualTo(400);
        assertThat(
                        http.post(
                                        Plane.LISTING,
                                        "/listFragments",
                                        LISTING.replace("camera", "other"))
                                .statusCode())
                .isEqualTo(200);
        archive.clearFaults();
        assertThat(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesExpiredCredentialsUntilOthersAreUsed() {
        archive.setFaults(Faults.none().withExpiredCredentials("key", When.always()));

        KinesisVideoClient control = sdk.control();
        assertThatThrownBy(() -> control.describeStream(r -> r.streamName("camera")))
                .isInstanceOfSatisfying(
                        KinesisVideoException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(403);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("ExpiredTokenException");
                        });
        try (SdkClients renewed = new SdkClients(archive, "renewed", "secret")) {
            assertThat(renewed.listAll("camera")).hasSize(10);
        }
        assertThat(archive.requests().count(Fault.EXPIRED_CREDENTIALS, "camera")).isPositive();
    }

    @Test
    void deniesAccessToCertainOperationsOnly() {
        archive.setFaults(
                Faults.none().withAccessDenied(When.always().withOperations("DescribeStream")));

        KinesisVideoClient control = sdk.control();
        assertThatThrownBy(() -> control.describeStream(r -> r.streamName("camera")))
                .isInstanceOfSatisfying(
                        KinesisVideoException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(400);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException");
                        });
        assertThat(sdk.listAll("camera")).hasSize(10);
        assertThat(archive.requests().count(Fault.ACCESS_DENIED, "camera")).isEqualTo(1);
    }

    @Test
    void refusesConnectionsOverTheLimit() throws Exception {
        archive.setFaults(
                "camera",
                Faults.none()
                        .withConnectionLimit(2)
                        .withStalled(ChronoUnit.FOREVER.getDuration(), When.first(2)));
        try (Socket first = stalled();
                Socket second = stalled();
                KinesisVideoArchivedMediaClient client =
                        sdk.archived("camera", APIName.GET_MEDIA_FOR_FRAGMENT_LIST)) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertThatThrownBy(
                            () ->
                                    client.getMediaForFragmentListAsBytes(
                                            r -> r.streamName("camera").fragments(numbers)))
                    .isInstanceOfSatisfying(
                            KinesisVideoArchivedMediaException.class,
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(400);
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("ConnectionLimitExceededException");
                            });
            String other = archive.fragments("other").findFirst().orElseThrow().fragmentNumber();
            assertThat(
                            http.post(
                                            Plane.MEDIA,
                                            "/getMediaForFragmentList",
                                            RawHttp.media("other", List.of(other)))
                                    .statusCode())
                    .isEqualTo(200);
        }
        archive.setFaults("camera", Faults.none().withConnectionLimit(1));
        // A whole body makes room for the next one.
        for (int i = 0; i < 20; i++) {
            assertThat(media(numbers.get(0)).statusCode()).isEqualTo(200);
        }
        assertThat(archive.requests().count(Fault.CONNECTION_LIMIT, "camera")).isEqualTo(1);
    }

    @Test
    void countsABodyThatStallsInItsLastChunk() throws Exception {
        archive.addGeneratedStream(
                GeneratedStream.builder("small")
                        .setFragmentCount(1)
                        .setTracks(GeneratedTrack.video(1, 10, 10))
                        .build());
        String only = archive.fragments("small").findFirst().orElseThrow().fragmentNumber();
        archive.setFaults(
                Faults.none()
                        .withConnectionLimit(1)
                        .withStalled(ChronoUnit.FOREVER.getDuration(), When.first(1)));
        try (Socket socket = http.connect(Plane.MEDIA)) {
            String body = RawHttp.media("small", List.of(only));
            socket.getOutputStream().write(RawHttp.bytes("/getMediaForFragmentList", body));
            assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");

            HttpResponse<String> second = http.post(Plane.MEDIA, "/getMediaForFragmentList", body);
            assertThat(RawHttp.errorOf(second)).isEqualTo("ConnectionLimitExceededException");
        }
    }

    @Test
    void refusesTheWholeRequestForARefusedFragmentForSomeAsks() throws Exception {
        archive.setFaults(
                Faults.none().withRefused(When.fragments(List.of(numbers.get(3))).withFirst(2)));

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> refused = media(numbers.get(2), numbers.get(3));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(RawHttp.errorOf(refused)).isEqualTo("InvalidArgumentException");
            assertThat(RawHttp.messageOf(refused))
                    .isEqualTo("Fragment numbers are invalid : [" + numbers.get(3) + "]");
            assertThat(media(numbers.get(2)).statusCode()).isEqualTo(200);
        }
        assertThat(media(numbers.get(2), numbers.get(3)).statusCode()).isEqualTo(200);
        assertThat(sdk.listAll("camera")).hasSize(10);
        assertThat(archive.requests().count(Fault.REFUSED)).isEqualTo(2);
    }

    @Test
    void listsFragmentsSecondsBeforeTheyAreReadable() throws Exception {
        archive.setFaults(
                Faults.none()
                        .withRefused(
                                When.always().withPeriod(Duration.ZERO, Duration.ofSeconds(10))));
        now = START.plusMillis(9_999);
        assertThat(media(numbers.get(0)).statusCode()).isEqualTo(400);
        now = START.plusSeconds(10);
        assertThat(media(numbers.get(0)).statusCode()).isEqualTo(200);
    }

    @Test
    void neitherListsNorReadsExpiredFragments() throws Exception {
        archive.setFaults(
                Faults.none()
                        .withExpired(
                                When.fragments(Set.of(numbers.get(0), numbers.get(4)))
                                        .withPeriod(Duration.ofSeconds(5), Duration.ofDays(1))));
        assertThat(sdk.listAll("camera")).hasSize(10);
        assertThat(media(numbers.get(4)).statusCode()).isEqualTo(200);

        now = START.plusSeconds(5);

        assertThat(sdk.listAll("camera"))
                .extracting(fragment -> fragment.fragmentNumber())
                .hasSize(8)
                .doesNotContain(numbers.get(0), numbers.get(4));
        assertThat(RawHttp.messageOf(media(numbers.get(4))))
                .isEqualTo("Fragment numbers are invalid : [" + numbers.get(4) + "]");
        assertThat(archive.requests().count(Fault.EXPIRED)).isEqualTo(2);
    }

    @Test
    void setsTheRetentionEdgeByServerTime() throws Exception {
        StoredFragment third = archive.fragments("camera").skip(2).findFirst().orElseThrow();
        archive.setFaults(Faults.none().withRetentionEdge(third.serverTimestamp()));
        long before = third.serverTimestamp().toEpochMilli() - 1;
        String end = "%d.%03d".formatted(before / 1000, before % 1000);

        assertThat(sdk.listAll("camera")).hasSize(8);
        assertThat(media(numbers.get(1)).statusCode()).isEqualTo(400);
        assertThat(media(numbers.get(2)).statusCode()).isEqualTo(200);
        HttpResponse<String> refused =
                http.post(
                        Plane.LISTING,
                        "/listFragments",
                        RawHttp.listing("0", end).replace("PRODUCER", "SERVER"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(RawHttp.errorOf(refused)).isEqualTo("InvalidArgumentException");
        assertThat(RawHttp.messageOf(refused))
                .isEqualTo(
                        "End timestamp " + before + " is outside of the stream retention period.");
        HttpResponse<String> byProducer =
                http.post(Plane.LISTING, "/listFragments", RawHttp.listing("0", end));
        assertThat(byProducer.statusCode()).isEqualTo(200);
        assertThat(archive.requests().count(Fault.OUTSIDE_RETENTION)).isEqualTo(1);
    }

    @Test
    void answersWithNothingWhereAMovedEndpointWas() throws Exception {
        try (KinesisVideoArchivedMediaClient listing =
                        sdk.archived("camera", APIName.LIST_FRAGMENTS);
                KinesisVideoArchivedMediaClient media =
                        sdk.archived("camera", APIName.GET_MEDIA_FOR_FRAGMENT_LIST)) {
            // Both have a connection open.
            media.getMediaForFragmentListAsBytes(r -> r.streamName("camera").fragments(numbers));
            assertThatThrownBy(() -> listing.listFragments(r -> r.streamName("none")))
                    .isInstanceOf(KinesisVideoArchivedMediaException.class);

            archive.moveDataEndpoints();

            assertThat(listing.listFragments(r -> r.streamName("camera")).hasFragments()).isFalse();
            assertThat(
                            media.getMediaForFragmentListAsBytes(
                                            r -> r.streamName("camera").fragments(numbers))
                                    .asByteArray())
                    .isEmpty();
        }
        assertThat(archive.requests().count(Fault.WRONG_ENDPOINT, "camera")).isEqualTo(2);
        assertThat(sdk.listAll("camera")).hasSize(10);
        assertThat(ReadDocument.readAll(sdk.media("camera", numbers))).hasSize(10);
    }

    @Test
    void makesAStreamThatIsCreatedAgainAnotherOne() throws Exception {
        String arn = archive.streamArn("camera");
        archive.deleteStream("camera");
        assertThat(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode()).isEqualTo(404);
        archive.addGeneratedStream(
                GeneratedStream.builder("camera").setStart(START).setFragmentCount(10).build());

        assertThat(archive.streamArn("camera")).isNotEqualTo(arn);
        assertThat(
                        http.post(
                                        Plane.LISTING,
                                        "/listFragments",
                                        LISTING.replace("StreamName", "StreamARN")
                                                .replace("camera", arn))
                                .statusCode())
                .isEqualTo(404);
        assertThat(RawHttp.messageOf(media(numbers.get(0))))
                .startsWith("Fragment numbers are invalid");
        assertThat(archive.fragmentCount("camera")).isEqualTo(10);
    }

    @Test
    void refusesConditionsThatCannotHold() {
        When fragment = When.fragments(Set.of("1"));
        When listing = When.always().withOperations("ListFragments");
        assertThatThrownBy(() -> Faults.none().withThrottled(fragment))
                .hasMessageContaining("not of fragments");
        assertThatThrownBy(() -> Faults.none().withCut(listing))
                .hasMessageContaining("GetMediaForFragmentList");
        assertThatThrownBy(() -> Faults.none().withExpired(When.first(1)))
                .hasMessageContaining("counts");
        assertThatThrownBy(() -> When.share(1.1)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> When.first(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Faults throttled(long seed, double share) {
        return Faults.none().withSeed(seed).withThrottled(When.share(share));
    }

    private List<Integer> statusesOfListings(Faults faults, int calls) throws Exception {
        archive.setFaults(faults);
        archive.requests().clear();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(http.post(Plane.LISTING, "/listFragments", LISTING).statusCode());
        }
        return statuses;
    }

    private HttpResponse<String> media(String... asked) throws Exception {
        return http.post(
                Plane.MEDIA, "/getMediaForFragmentList", RawHttp.media("camera", List.of(asked)));
    }

    private Socket stalled() throws Exception {
        Socket socket = http.connect(Plane.MEDIA);
        socket.getOutputStream()
                .write(RawHttp.bytes("/getMediaForFragmentList", RawHttp.media("camera", numbers)));
        assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }
}
