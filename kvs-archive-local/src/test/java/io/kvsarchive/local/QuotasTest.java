/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.service.Plane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.TimestampRange;

/** The service's limits, by a clock that goes when the test says so. */
class QuotasTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");
    private static final String CLIENT_LIMIT = "ClientLimitExceededException";
    private static final String CONNECTION_LIMIT = "ConnectionLimitExceededException";

    private Instant now = START;
    private LocalKvsArchive archive;
    private RawHttp http;
    private SdkClients sdk;
    private KinesisVideoArchivedMediaClient listing;
    private KinesisVideoArchivedMediaClient media;

    @BeforeEach
    void start() {
        archive =
                LocalKvsArchive.start(LocalKvsArchiveConfig.builder().setClock(() -> now).build());
        http = new RawHttp(archive);
        sdk = new SdkClients(archive);
        for (String name : List.of("camera", "other")) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(name)
                            .setStart(START)
                            .setFragmentCount(1_000)
                            .setTracks(GeneratedTrack.video(1, 10, 10))
                            .build());
        }
        listing = sdk.archived("camera", APIName.LIST_FRAGMENTS);
        media = sdk.archived("camera", APIName.GET_MEDIA_FOR_FRAGMENT_LIST);
    }

    @AfterEach
    void stop() {
        listing.close();
        media.close();
        sdk.close();
        archive.close();
    }

    @Test
    void limitsNothingUnlessSaid() {
        times(600, i -> sdk.control().describeStream(r -> r.streamName("camera")));
        times(3, i -> getMedia("camera", 1_000));
        times(20, i -> list("camera", 1_000));
        assertThat(archive.requests().refused()).isZero();
    }

    @Test
    void takesAPointOfMediaForAFragment() {
        archive.setQuotas(Quotas.ofTheService());

        getMedia("camera", 300);
        getMedia("camera", 200);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA, "camera")).isEqualTo(1);
        getMedia("other", 500);

        now = now.plusMillis(9);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 5));
        getMedia("camera", 4);
        now = now.plusNanos(999_999);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        now = now.plusNanos(1);
        getMedia("camera", 1);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));

        now = now.plusSeconds(3_600);
        times(500, i -> getMedia("camera", 1));
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA)).isEqualTo(5);
        assertThat(archive.requests().refused()).isEqualTo(5);
    }

    @Test
    void letsThroughMoreThanABucketHoldsWhenItIsFull() {
        archive.setQuotas(Quotas.ofTheService());

        getMedia("camera", 1);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 501));
        now = now.plusMillis(2);
        getMedia("camera", 1_000);

        // 500 points are owed: they come within a second, and a second one fills the bucket.
        now = now.plusMillis(1_001);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        now = now.plusMillis(1);
        getMedia("camera", 1);
        now = now.plusMillis(999);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1_000));
        now = now.plusMillis(1);
        getMedia("camera", 1_000);
    }

    @Test
    void takesPointsForTheResultsThatAListingAsksFor() {
        archive.setQuotas(Quotas.ofTheService());

        ListFragmentsResponse page = list("camera", 1_000);
        // Also where nothing is found.
        times(
                9,
                i ->
                        assertThat(list("camera", START.minusSeconds(1), 1_000).fragments())
                                .isEmpty());
        assertRefused(CLIENT_LIMIT, () -> list("camera", 1));
        assertThat(archive.requests().refused(Quota.FRAGMENT_METADATA, "camera")).isEqualTo(1);
        list("other", 1_000);

        // Without MaxResults, 100.
        now = now.plusNanos(9_999_999);
        assertRefused(CLIENT_LIMIT, () -> list("camera", null));
        now = now.plusNanos(1);
        list("camera", null);
        assertRefused(CLIENT_LIMIT, () -> list("camera", 1));

        // A page that continues another one costs as much.
        now = now.plusMillis(1);
        String token = list("camera", 10).nextToken();
        assertThat(page.nextToken()).isNull();
        assertRefused(CLIENT_LIMIT, () -> listing.listFragments(r -> continued(r, token)));
        now = now.plusMillis(1);
        assertThat(listing.listFragments(r -> continued(r, token)).fragments()).hasSize(10);
        assertRefused(CLIENT_LIMIT, () -> list("camera", 1));
        // Neither takes from the points for media.
        getMedia("camera", 500);
    }

    @Test
    void allowsFiveBodiesOfAStreamUnderWay() throws Exception {
        archive.setQuotas(Quotas.ofTheService());
        archive.setFaults(
                "camera",
                Faults.none().withStalled(ChronoUnit.FOREVER.getDuration(), When.first(5)));
        List<Socket> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                bodies.add(body("camera"));
            }
            assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1));
            assertThat(archive.requests().refused(Quota.CONNECTIONS, "camera")).isEqualTo(1);
            getMedia("other", 1);

            // They count, whenever the limit was set.
            archive.setQuotas(Quotas.none().withConnections(6));
            times(20, i -> getMedia("camera", 1));
            archive.setQuotas("camera", Quotas.none().withConnections(4));
            assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1));
            archive.setQuotas("camera", Quotas.none());
            getMedia("camera", 1);
        } finally {
            for (Socket body : bodies) {
                body.close();
            }
        }
        assertThat(archive.requests().refused(Quota.CONNECTIONS)).isEqualTo(2);
    }

    /** Nobody tells when the server has seen that a client is gone. */
    @Test
    @Timeout(60)
    void makesRoomWhenABodyBroke() throws Exception {
        archive.setQuotas(Quotas.none().withConnections(1));
        archive.setFaults(
                "camera",
                Faults.none().withStalled(ChronoUnit.FOREVER.getDuration(), When.first(1)));
        Socket body = body("camera");
        assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1));
        body.setSoLinger(true, 0);
        body.close();

        HttpResponse<String> next;
        do {
            next =
                    http.post(
                            Plane.MEDIA,
                            "/getMediaForFragmentList",
                            RawHttp.media("camera", numbers("camera", 1)));
        } while (next.statusCode() != 200);
        times(20, i -> getMedia("camera", 1));
    }

    @Test
    void limitsCallsOfTheControlPlaneForAStreamAndForTheAccount() {
        for (int i = 0; i < 61; i++) {
            archive.createStream("s" + i);
        }
        archive.setQuotas(Quotas.ofTheService());

        times(5, i -> endpoint("camera"));
        assertRefused(CLIENT_LIMIT, () -> endpoint("camera"));
        assertThat(archive.requests().refused(Quota.GET_DATA_ENDPOINT, "camera")).isEqualTo(1);
        times(59 * 5, i -> endpoint("s" + i / 5));
        assertRefused(CLIENT_LIMIT, () -> endpoint("s59"));
        now = now.plusNanos(3_333_333);
        endpoint("s59");
        assertRefused(CLIENT_LIMIT, () -> endpoint("s59"));
        now = now.plusMillis(196);
        assertRefused(CLIENT_LIMIT, () -> endpoint("camera"));
        now = now.plusMillis(4);
        endpoint("camera");

        times(5, i -> describe("camera"));
        assertRefused(CLIENT_LIMIT, () -> describe("camera"));
        assertThat(archive.requests().refused(Quota.DESCRIBE_STREAM, "camera")).isEqualTo(1);
        times(59 * 5, i -> describe("s" + i / 5));
        assertRefused(CLIENT_LIMIT, () -> describe("s59"));

        times(50, i -> sdk.control().listStreams());
        assertRefused(CLIENT_LIMIT, () -> sdk.control().listStreams());
        now = now.plusMillis(20);
        sdk.control().listStreams();
        assertRefused(CLIENT_LIMIT, () -> sdk.control().listStreams());
        assertThat(archive.requests().refused(Quota.LIST_STREAMS)).isEqualTo(2);
        assertThat(archive.requests().refused(Quota.GET_DATA_ENDPOINT)).isEqualTo(4);
        assertThat(archive.requests().refused(Quota.DESCRIBE_STREAM)).isEqualTo(2);
        assertThat(archive.requests().refused()).isEqualTo(8);
    }

    @Test
    void takesTheShareOfOtherConsumersFromEachStream() throws Exception {
        archive.setQuotas(Quotas.ofTheService().withOtherConsumers(0.8));

        times(100, i -> getMedia("camera", 1));
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        now = now.plusMillis(9);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        now = now.plusMillis(1);
        getMedia("camera", 1);
        list("camera", 1_000);
        list("camera", 1_000);
        assertRefused(CLIENT_LIMIT, () -> list("camera", 1));
        endpoint("camera");
        assertRefused(CLIENT_LIMIT, () -> endpoint("camera"));
        describe("camera");
        assertRefused(CLIENT_LIMIT, () -> describe("camera"));
        // What the account has is not theirs.
        times(50, i -> sdk.control().listStreams());

        now = now.plusSeconds(1);
        archive.setFaults(
                Faults.none().withStalled(ChronoUnit.FOREVER.getDuration(), When.first(1)));
        try (Socket only = body("camera")) {
            assertThat(only.isConnected()).isTrue();
            assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1));
        }
    }

    @Test
    void roundsSharesOfConnectionsDown() {
        assertThat(connectionsBeside(0)).isEqualTo(5);
        assertThat(connectionsBeside(0.2)).isEqualTo(4);
        assertThat(connectionsBeside(0.4)).isEqualTo(3);
        assertThat(connectionsBeside(0.5)).isEqualTo(2);
        assertThat(connectionsBeside(0.6)).isEqualTo(2);
        assertThat(connectionsBeside(0.8)).isEqualTo(1);
        assertThat(connectionsBeside(0.81)).isZero();
        assertThat(connectionsBeside(1)).isZero();
    }

    @Test
    void leavesNothingWhereOthersTakeAll() {
        archive.setQuotas(Quotas.ofTheService().withOtherConsumers(1));
        now = now.plusSeconds(3_600);

        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        assertRefused(CLIENT_LIMIT, () -> list("camera", 1));
        assertRefused(CLIENT_LIMIT, () -> endpoint("camera"));
        assertRefused(CLIENT_LIMIT, () -> describe("camera"));
        sdk.control().listStreams();
    }

    @Test
    void takesNothingForCallsThatAreRefused() throws Exception {
        Quotas one =
                Quotas.none()
                        .withFragmentMedia(1)
                        .withFragmentMetadata(1)
                        .withConnections(1)
                        .withGetDataEndpointOfStream(1)
                        .withDescribeStreamOfStream(1)
                        .withListStreams(1);
        archive.setQuotas(one);
        String unknown = "1".repeat(47);

        assertThatThrownBy(
                        () ->
                                media.getMediaForFragmentListAsBytes(
                                        r -> r.streamName("camera").fragments(unknown)))
                .hasMessageContaining("Fragment numbers are invalid");
        assertThatThrownBy(() -> list("camera", 1_001)).hasMessageContaining("MaxResults");
        assertThatThrownBy(
                        () ->
                                listing.listFragments(
                                        r -> r.streamName("camera").nextToken("bm90IG9uZQ==")))
                .hasMessageContaining("NextToken");
        assertThatThrownBy(
                        () ->
                                sdk.control()
                                        .getDataEndpoint(
                                                r -> r.streamName("camera").apiName("PUT_CLIP")))
                .hasMessageContaining("APIName");
        assertThatThrownBy(() -> sdk.control().listStreams(r -> r.maxResults(-1)))
                .hasMessageContaining("MaxResults");
        archive.setFaults(Faults.none().withThrottled(When.first(1)));
        List<ThrowingCallable> calls =
                List.of(
                        () -> getMedia("camera", 1),
                        () -> list("camera", 1),
                        () -> endpoint("camera"),
                        () -> describe("camera"),
                        () -> sdk.control().listStreams());
        calls.forEach(call -> assertRefused(CLIENT_LIMIT, call));
        assertThat(archive.requests().count(Fault.THROTTLED)).isEqualTo(5);
        archive.setFaults(Faults.none().withConnectionLimit(0));
        assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1));
        archive.clearFaults();
        assertThat(archive.requests().refused()).isZero();

        calls.forEach(call -> assertThatCode(call).doesNotThrowAnyException());

        // Nor do those that quotas refuse.
        for (int i = 0; i < 10; i++) {
            calls.forEach(call -> assertRefused(CLIENT_LIMIT, call));
        }
        now = now.plusSeconds(1);
        calls.forEach(call -> assertThatCode(call).doesNotThrowAnyException());
    }

    @Test
    void doesNotTouchAQuotaWhereAnotherRefuses() throws Exception {
        archive.setQuotas(
                Quotas.none()
                        .withGetDataEndpointOfAccount(2)
                        .withGetDataEndpointOfStream(1)
                        .withFragmentMedia(1)
                        .withConnections(1));
        endpoint("camera");
        times(10, i -> assertRefused(CLIENT_LIMIT, () -> endpoint("camera")));
        endpoint("other");

        archive.setFaults(
                Faults.none()
                        .withConnectionLimit(1)
                        .withStalled(
                                ChronoUnit.FOREVER.getDuration(), When.always().withRange(2, 2)));
        getMedia("camera", 1);
        // Points are short: no connection is held, neither for the quota nor for the fault.
        times(10, i -> assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1)));
        now = now.plusSeconds(1);
        try (Socket only = body("camera")) {
            assertThat(only.isConnected()).isTrue();
            archive.setFaults(Faults.none());
            now = now.plusSeconds(1);
            // Connections are short: points are left.
            times(10, i -> assertRefused(CONNECTION_LIMIT, () -> getMedia("camera", 1)));
            archive.setQuotas(Quotas.none().withConnections(2).withFragmentMedia(1));
            getMedia("camera", 1);
        }
        assertThat(archive.requests().refused(Quota.CONNECTIONS, "camera")).isEqualTo(10);
    }

    @Test
    void letsAStreamHaveQuotasOfItsOwn() {
        archive.setQuotas(Quotas.none().withFragmentMedia(10));
        archive.setQuotas("other", Quotas.none().withFragmentMedia(20));

        getMedia("camera", 10);
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        getMedia("other", 20);
        assertRefused(CLIENT_LIMIT, () -> getMedia("other", 1));

        archive.setQuotas(Quotas.none());
        times(3, i -> getMedia("camera", 1_000));
        assertRefused(CLIENT_LIMIT, () -> getMedia("other", 1));
    }

    @Test
    void countsNameAndArnAsOneStream() {
        archive.setQuotas(Quotas.none().withFragmentMedia(2));
        String arn = archive.streamArn("camera");
        List<String> one = numbers("camera", 1);

        getMedia("camera", 1);
        media.getMediaForFragmentListAsBytes(r -> r.streamARN(arn).fragments(one));
        assertRefused(
                CLIENT_LIMIT,
                () -> media.getMediaForFragmentListAsBytes(r -> r.streamARN(arn).fragments(one)));
        assertRefused(CLIENT_LIMIT, () -> getMedia("camera", 1));
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA, arn)).isEqualTo(1);
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA, "camera")).isEqualTo(1);
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA)).isEqualTo(2);
        archive.requests().clear();
        assertThat(archive.requests().refused()).isZero();
    }

    @Test
    void savesUpAsMuchAsABurst() {
        archive.setQuotas(Quotas.none().withListStreams(50).withBurst(Duration.ofSeconds(3)));
        times(150, i -> sdk.control().listStreams());
        assertRefused(CLIENT_LIMIT, () -> sdk.control().listStreams());

        archive.setQuotas(Quotas.none().withListStreams(50).withBurst(Duration.ofMillis(100)));
        times(5, i -> sdk.control().listStreams());
        assertRefused(CLIENT_LIMIT, () -> sdk.control().listStreams());

        // Where a third does not divide a second evenly, there are three all the same.
        archive.setQuotas(Quotas.none().withListStreams(3));
        times(3, i -> sdk.control().listStreams());
        assertRefused(CLIENT_LIMIT, () -> sdk.control().listStreams());
    }

    @Test
    void givesCallersAtTheSameTimeNoMoreThanOneAlone() throws Exception {
        archive.setQuotas(Quotas.none().withFragmentMedia(500));
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<Integer>> passed = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            passed.add(
                    callers.submit(
                            () -> {
                                int count = 0;
                                for (int i = 0; i < 20; i++) {
                                    count += statusOfMedia(5) == 200 ? 1 : 0;
                                }
                                return count;
                            }));
        }
        int sum = 0;
        for (Future<Integer> count : passed) {
            sum += count.get();
        }
        callers.shutdown();

        assertThat(sum).isEqualTo(100);
        assertThat(archive.requests().refused(Quota.FRAGMENT_MEDIA, "camera")).isEqualTo(60);
    }

    @Test
    void sendsALimitedBodyByteForByte() throws Exception {
        archive.addGeneratedStream(
                GeneratedStream.builder("large")
                        .setFragmentCount(3)
                        .setTracks(GeneratedTrack.video(1, 100_000, 100_000))
                        .build());
        List<String> numbers = numbers("large", 3);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (String number : numbers) {
            whole.write(archive.readFragment("large", number));
        }
        // The archive's clock stands still: bodies go by another one.
        for (Quotas quotas :
                List.of(
                        Quotas.ofTheService(),
                        Quotas.none()
                                .withMediaBandwidth(4_000_000)
                                .withBurst(Duration.ofNanos(250_250)))) {
            archive.setQuotas(quotas);
            assertThat(sdk.media("large", numbers)).isEqualTo(whole.toByteArray());
        }

        archive.setFaults(Faults.none().withStalled(Duration.ofMillis(1), When.always()));
        assertThat(sdk.media("large", numbers)).isEqualTo(whole.toByteArray());

        archive.setFaults(Faults.none().withEarlyEnd(When.always()));
        byte[] early = sdk.media("large", numbers);
        assertThat(early).hasSizeBetween(1, whole.size() - 1);
        assertThat(early).isEqualTo(Arrays.copyOf(whole.toByteArray(), early.length));

        archive.setFaults(Faults.none().withCut(When.always()));
        assertThatThrownBy(() -> sdk.media("large", numbers)).isInstanceOf(IOException.class);
    }

    /** Two such bodies would take longer than a test may. */
    @Test
    @Timeout(60)
    void countsALimitedBodyToItsEnd() throws Exception {
        List<String> numbers = numbers("camera", 1);
        archive.setQuotas(Quotas.none().withMediaBandwidth(1).withConnections(1));
        try (Socket slow = body("camera")) {
            assertThat(slow.isConnected()).isTrue();
            assertRefused(
                    CONNECTION_LIMIT,
                    () ->
                            media.getMediaForFragmentListAsBytes(
                                    r -> r.streamName("camera").fragments(numbers)));
        }
    }

    @Test
    void refusesQuotasThatCannotBe() {
        Quotas none = Quotas.none();
        assertThatThrownBy(() -> none.withFragmentMedia(0))
                .hasMessage("FRAGMENT_MEDIA of 0 per second, must be 1 or more");
        assertThatThrownBy(() -> none.withMediaBandwidth(-1))
                .hasMessage("mediaBandwidth of -1 per second, must be 1 or more");
        assertThatThrownBy(() -> none.withConnections(-1)).hasMessage("connections -1 below 0");
        assertThatThrownBy(() -> none.withOtherConsumers(1.01))
                .hasMessage("otherConsumers 1.01, must be 0 to 1");
        assertThatThrownBy(() -> none.withOtherConsumers(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> none.withBurst(Duration.ZERO))
                .hasMessageContaining("must be more than 0 and at most a day");
    }

    private static int connectionsBeside(double share) {
        return Quotas.ofTheService().withOtherConsumers(share).connections().getAsInt();
    }

    private static void times(int count, IntConsumer call) {
        IntStream.range(0, count).forEach(call);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(400);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                        });
    }

    private List<String> numbers(String stream, int count) {
        try (Stream<StoredFragment> fragments = archive.fragments(stream)) {
            return fragments.limit(count).map(StoredFragment::fragmentNumber).toList();
        }
    }

    /** Asks for so many fragments, and gets them. */
    private void getMedia(String stream, int fragments) {
        List<String> numbers = numbers(stream, fragments);
        byte[] body =
                media.getMediaForFragmentListAsBytes(r -> r.streamName(stream).fragments(numbers))
                        .asByteArray();
        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
    }

    private int statusOfMedia(int fragments) throws Exception {
        return http.post(
                        Plane.MEDIA,
                        "/getMediaForFragmentList",
                        RawHttp.media("camera", numbers("camera", fragments)))
                .statusCode();
    }

    /** A body that is under way. */
    private Socket body(String stream) throws IOException {
        Socket socket = http.connect(Plane.MEDIA);
        socket.getOutputStream()
                .write(
                        RawHttp.bytes(
                                "/getMediaForFragmentList",
                                RawHttp.media(stream, numbers(stream, 1))));
        assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    private ListFragmentsResponse list(String stream, Integer maxResults) {
        return list(stream, START.plusSeconds(9_999), maxResults);
    }

    private ListFragmentsResponse list(String stream, Instant to, Integer maxResults) {
        TimestampRange range =
                TimestampRange.builder().startTimestamp(Instant.EPOCH).endTimestamp(to).build();
        return listing.listFragments(
                r ->
                        r.streamName(stream)
                                .maxResults(maxResults == null ? null : maxResults.longValue())
                                .fragmentSelector(
                                        s ->
                                                s.fragmentSelectorType("PRODUCER_TIMESTAMP")
                                                        .timestampRange(range)));
    }

    private static void continued(ListFragmentsRequest.Builder request, String token) {
        request.streamName("camera").maxResults(10L).nextToken(token);
    }

    private void endpoint(String stream) {
        sdk.control().getDataEndpoint(r -> r.streamName(stream).apiName(APIName.LIST_FRAGMENTS));
    }

    private void describe(String stream) {
        sdk.control().describeStream(r -> r.streamName(stream));
    }
}
