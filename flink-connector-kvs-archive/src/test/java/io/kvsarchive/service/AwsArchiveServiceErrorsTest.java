/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** What becomes of the errors that the service and the network are known for. */
@Timeout(60)
class AwsArchiveServiceErrorsTest {

    private static final String GET_DATA_ENDPOINT = "/getDataEndpoint";
    private static final String LIST_FRAGMENTS = "/listFragments";
    private static final String LIST_STREAMS = "/listStreams";
    private static final String DESCRIBE_STREAM = "/describeStream";
    private static final String GET_MEDIA = "/getMediaForFragmentList";
    private static final DateTimeFormatter SIGNING_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");
    private static final StreamReference CAMERA = new StreamReference("camera");
    private static final FragmentSelector RANGE =
            new FragmentSelector(
                    FragmentSelectorType.SERVER_TIMESTAMP,
                    Instant.parse("2026-01-01T00:00:00.001Z"),
                    Instant.parse("2026-01-01T00:00:01.999Z"));
    private static final ScriptedServer.Answer ONE_FRAGMENT =
            ScriptedServer.json(
                    """
                    {"Fragments":[{"FragmentNumber":"4711","FragmentSizeInBytes":99,\
                    "ProducerTimestamp":1.577156938297E9,"ServerTimestamp":1577156939.001,\
                    "FragmentLengthInMilliseconds":1796}]}\
                    """);

    private final ScriptedServer server = ScriptedServer.start();
    private AwsArchiveService service;

    @BeforeEach
    void connect() {
        server.on(GET_DATA_ENDPOINT, endpoint(server));
        service = new AwsArchiveService(TestSettings.of(server.uri()));
    }

    @AfterEach
    void disconnect() {
        service.close();
        server.close();
    }

    static Stream<Arguments> passingFailures() {
        return Stream.of(
                failure("client limit", error(400, "ClientLimitExceededException")),
                failure("connection limit", error(400, "ConnectionLimitExceededException")),
                failure("throttling", error(400, "ThrottlingException")),
                failure("internal failure", error(500, "InternalFailure")),
                failure("unavailable", error(503, "ServiceUnavailable")),
                failure("a proxy's 502", ScriptedServer.answer(502, "text/html", "<html>")),
                failure("connection closed", ScriptedServer.closedConnection()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFailures")
    void asksOnceForAnEndpointWhateverComes(String name, ScriptedServer.Answer failure)
            throws Exception {
        server.on(GET_DATA_ENDPOINT, failure, endpoint(server));

        assertMayPass(
                () -> service.mediaEndpoint(CAMERA),
                "GetDataEndpoint for GET_MEDIA_FOR_FRAGMENT_LIST of stream 'camera' failed: ");
        assertThat(server.paths()).containsExactly(GET_DATA_ENDPOINT);

        assertThat(service.mediaEndpoint(CAMERA)).isEqualTo(server.uri());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFailures")
    void listsOnceWhateverComes(String name, ScriptedServer.Answer failure) throws Exception {
        server.on(LIST_FRAGMENTS, failure, ONE_FRAGMENT);

        assertMayPass(
                () -> service.listFragments(CAMERA, RANGE, 10),
                "ListFragments of stream 'camera' failed: ");
        assertThat(server.paths()).filteredOn(LIST_FRAGMENTS::equals).hasSize(1);

        assertThat(service.listFragments(CAMERA, RANGE, 10).fragments())
                .extracting(ListedFragment::fragmentNumber)
                .containsExactly("4711");
    }

    @Test
    void listsAtAFreshEndpointWhereNobodyListensAnyMore() throws Exception {
        URI nobody;
        try (ServerSocket unused = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + unused.getLocalPort());
        }
        server.on(
                        GET_DATA_ENDPOINT,
                        ScriptedServer.json("{\"DataEndpoint\": \"" + nobody + "\"}"),
                        endpoint(server))
                .on(LIST_FRAGMENTS, ONE_FRAGMENT);

        assertThat(service.listFragments(CAMERA, RANGE, 10).fragments()).hasSize(1);
        assertThat(server.paths())
                .containsExactly(GET_DATA_ENDPOINT, GET_DATA_ENDPOINT, LIST_FRAGMENTS);
    }

    /** Another endpoint would be asked for the same quota. */
    @ParameterizedTest
    @ValueSource(strings = {"ClientLimitExceededException", "ConnectionLimitExceededException"})
    void staysAtItsEndpointWhereAQuotaIsUsedUp(String code) throws Exception {
        server.on(LIST_FRAGMENTS, error(400, code), ONE_FRAGMENT);

        assertThatThrownBy(() -> service.listFragments(CAMERA, RANGE, 10))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind().isQuota()).isTrue());
        assertThat(service.listFragments(CAMERA, RANGE, 10).fragments()).hasSize(1);

        assertThat(server.paths())
                .containsExactly(GET_DATA_ENDPOINT, LIST_FRAGMENTS, LIST_FRAGMENTS);
    }

    @Test
    void saysWhatCanBeDoneAboutTheConnectionLimit() {
        server.on(LIST_FRAGMENTS, error(400, "ConnectionLimitExceededException"));

        assertThatThrownBy(() -> service.listFragments(CAMERA, RANGE, 10))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.CONNECTION_LIMIT))
                .hasMessageEndingWith(
                        "The stream's connections are shared by all of its consumers: close others,"
                                + " or lower 'quota.connections'.");
    }

    @Test
    void signsEachCallWithTheCredentialsThatItsProviderHas() throws Exception {
        server.on(GET_DATA_ENDPOINT, error(403, "ExpiredTokenException"), endpoint(server));
        RenewedCredentials.renewals.set(0);
        try (AwsArchiveService renewing =
                new AwsArchiveService(
                        TestSettings.of(
                                server.uri(),
                                new CredentialsOptions(
                                        Map.of(
                                                "aws.credentials.provider",
                                                "CUSTOM",
                                                "aws.credentials.provider.custom.class",
                                                RenewedCredentials.class.getName()))))) {
            assertThatThrownBy(() -> renewing.mediaEndpoint(CAMERA))
                    .isInstanceOfSatisfying(
                            ArchiveServiceException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isEqualTo(ServiceErrorKind.EXPIRED_CREDENTIALS));
            assertThat(renewing.mediaEndpoint(CAMERA)).isEqualTo(server.uri());
        }

        assertThat(server.calls())
                .hasSize(2)
                .extracting(call -> call.headers().get("authorization"))
                .doesNotHaveDuplicates()
                .allMatch(signature -> signature.contains("Credential=key-"));
    }

    /** Other credentials for each call. */
    public static final class RenewedCredentials implements AwsCredentialsProvider {

        private static final AtomicInteger renewals = new AtomicInteger();

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("key-" + renewals.incrementAndGet(), "secret");
        }
    }

    /** What makes it worth while to try again after a denial. */
    @Test
    void signsByTheServicesClockOnceTheServiceHasDeniedACallForItsTime() throws Exception {
        Instant clock = Instant.now().plus(Duration.ofHours(2));
        server.on(
                GET_DATA_ENDPOINT,
                ScriptedServer.error(
                        403,
                        "RequestTimeTooSkewed",
                        "As scripted.",
                        "Date: " + RFC_1123_DATE_TIME.format(clock.atOffset(UTC))),
                endpoint(server));

        assertThatThrownBy(() -> service.mediaEndpoint(CAMERA))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.DENIED));
        assertThat(service.mediaEndpoint(CAMERA)).isEqualTo(server.uri());

        assertThat(server.calls())
                .extracting(
                        call -> SIGNING_TIME.parse(call.headers().get("x-amz-date"), Instant::from))
                .satisfiesExactly(
                        first -> assertThat(first).isBefore(clock.minus(Duration.ofHours(1))),
                        second -> assertThat(second).isAfter(clock.minus(Duration.ofMinutes(1))));
    }

    @Test
    void saysWhatTheServiceThrottlesAndWhy() {
        server.on(LIST_FRAGMENTS, error(400, "ClientLimitExceededException"));

        assertThatThrownBy(() -> service.listFragments(CAMERA, RANGE, 10))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.THROTTLED))
                .hasMessage(
                        "ListFragments of stream 'camera' failed: ClientLimitExceededException,"
                                + " HTTP 400, request id request-4711: As scripted. The stream's"
                                + " quotas are shared by all of its consumers.");
    }

    @Test
    void saysWhatTheServiceDoesNotAccept() {
        server.on(LIST_FRAGMENTS, error(400, "InvalidArgumentException"));

        assertThatThrownBy(() -> service.listFragments(CAMERA, RANGE, 10))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.INVALID))
                .hasMessage(
                        "ListFragments of stream 'camera' failed: InvalidArgumentException, HTTP"
                                + " 400, request id request-4711: As scripted. Check what was asked"
                                + " for.");
        assertThat(server.paths())
                .containsExactly(GET_DATA_ENDPOINT, LIST_FRAGMENTS, GET_DATA_ENDPOINT);
    }

    @Test
    void saysWhichStreamsCannotBeLookedFor() {
        server.on(LIST_STREAMS, error(403, "AccessDeniedException"));

        assertThatThrownBy(() -> service.listStreams("cam-", Optional.empty()))
                .hasMessageStartingWith(
                        "ListStreams for the prefix 'cam-' failed: AccessDeniedException, HTTP 403,"
                                + " request id request-4711: As scripted. ");
        assertThatThrownBy(() -> service.listStreams("", Optional.empty()))
                .hasMessageStartingWith("ListStreams failed: AccessDeniedException, ");
    }

    /** The job can do without, unless something else is wrong. */
    @Test
    void describesNothingWithoutThePermission() throws Exception {
        server.on(DESCRIBE_STREAM, error(403, "AccessDeniedException"));
        assertThat(service.describe(CAMERA)).isEmpty();

        server.on(DESCRIBE_STREAM, error(404, "ResourceNotFoundException"));
        assertThatThrownBy(() -> service.describe(CAMERA))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.NOT_FOUND))
                .hasMessageStartingWith("DescribeStream of stream 'camera' failed: ");
    }

    @Test
    void tellsADenialWithoutACodeByItsStatus() {
        server.on(
                GET_DATA_ENDPOINT,
                ScriptedServer.answer(
                        403,
                        "application/xml",
                        "<AccessDeniedException>\n  <Message>not you</Message>\n"));

        assertThatThrownBy(() -> service.mediaEndpoint(CAMERA))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.DENIED))
                .hasMessageStartingWith(
                        "GetDataEndpoint for GET_MEDIA_FOR_FRAGMENT_LIST of stream 'camera' failed:"
                                + " HTTP 403, request id request-4711")
                .hasMessageEndingWith("Check the credentials and their permissions.");
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        URI nobody;
        try (ServerSocket unused = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + unused.getLocalPort());
        }
        try (AwsArchiveService alone = new AwsArchiveService(TestSettings.of(nobody))) {
            assertThatThrownBy(() -> alone.mediaEndpoint(CAMERA))
                    .isInstanceOfSatisfying(
                            ArchiveServiceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.UNAVAILABLE))
                    .hasMessageContainingAll(
                            "stream 'camera'",
                            "Connection refused",
                            "Check the network and the endpoint.");
        }
    }

    @Test
    void saysThatTheSdkFoundNoCredentials() {
        CredentialsOptions none =
                new CredentialsOptions(
                        Map.of(
                                CredentialsOptions.PREFIX,
                                "PROFILE",
                                CredentialsOptions.PREFIX + ".profile.name",
                                "no-such-profile"));
        AwsSettings settings = TestSettings.of(server.uri(), none);
        try (AwsArchiveService anonymous = new AwsArchiveService(settings)) {
            assertThatThrownBy(() -> anonymous.mediaEndpoint(CAMERA))
                    .isInstanceOfSatisfying(
                            ArchiveServiceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.DENIED))
                    .hasMessageContainingAll("stream 'camera'", "no-such-profile");
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void saysThatAnAnswerNamesNoEndpoint() {
        server.on(GET_DATA_ENDPOINT, ScriptedServer.json("{}"));

        assertThatThrownBy(() -> service.mediaEndpoint(CAMERA))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.INVALID))
                .hasMessageContainingAll(
                        "GetDataEndpoint for GET_MEDIA_FOR_FRAGMENT_LIST of stream 'camera'",
                        "no endpoint");
    }

    @Test
    void listsAtAFreshEndpointWhereAStaleOneAnswersWithNothing() throws Exception {
        try (ScriptedServer stale =
                ScriptedServer.start().on(LIST_FRAGMENTS, ScriptedServer.json("{}"))) {
            server.on(GET_DATA_ENDPOINT, endpoint(stale), endpoint(server))
                    .on(LIST_FRAGMENTS, ONE_FRAGMENT);

            assertThat(service.listFragments(CAMERA, RANGE, 10).fragments())
                    .extracting(ListedFragment::fragmentNumber)
                    .containsExactly("4711");
            assertThat(stale.paths()).containsExactly(LIST_FRAGMENTS);
            assertThat(server.paths())
                    .containsExactly(GET_DATA_ENDPOINT, GET_DATA_ENDPOINT, LIST_FRAGMENTS);
        }
    }

    @Test
    void listsAtAFreshEndpointWhereAStaleOneFails() throws Exception {
        try (ScriptedServer stale =
                ScriptedServer.start()
                        .on(LIST_FRAGMENTS, error(404, "ResourceNotFoundException"))) {
            server.on(GET_DATA_ENDPOINT, endpoint(stale), endpoint(server))
                    .on(LIST_FRAGMENTS, ONE_FRAGMENT);

            assertThat(service.listFragments(CAMERA, "token", 10).fragments())
                    .extracting(ListedFragment::fragmentNumber)
                    .containsExactly("4711");
            assertThat(server.calls().get(2).body()).contains("\"NextToken\":\"token\"");
        }
    }

    @Test
    void takesAnEmptyObjectForAnEmptyListWhereTheEndpointIsTheSame() throws Exception {
        server.on(LIST_FRAGMENTS, ScriptedServer.json("{}"));

        assertThat(service.listFragments(CAMERA, RANGE, 10).fragments()).isEmpty();
        assertThat(server.paths())
                .containsExactly(GET_DATA_ENDPOINT, LIST_FRAGMENTS, GET_DATA_ENDPOINT);
    }

    @Test
    void readsAndWritesTimesToTheMillisecond() throws Exception {
        server.on(LIST_FRAGMENTS, ONE_FRAGMENT);

        FragmentPage page = service.listFragments(CAMERA, RANGE, 10);

        assertThat(page.fragments())
                .containsExactly(
                        new ListedFragment(
                                "4711",
                                Instant.ofEpochMilli(1577156938297L),
                                Instant.ofEpochMilli(1577156939001L),
                                99,
                                Duration.ofMillis(1796)));
        assertThat(server.calls().get(1).body())
                .contains("\"StartTimestamp\":1767225600.001", "\"EndTimestamp\":1767225601.999")
                .contains("\"FragmentSelectorType\":\"SERVER_TIMESTAMP\"")
                .contains("\"MaxResults\":10");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFailures")
    void asksOnceForMediaWhateverComes(String name, ScriptedServer.Answer failure) {
        server.on(GET_MEDIA, failure);

        assertMayPass(
                () -> service.getMedia(CAMERA, server.uri(), List.of("4711")),
                "GetMediaForFragmentList of stream 'camera' failed: ");
        assertThat(server.paths()).containsExactly(GET_MEDIA);
    }

    /** Fails in a way that may pass. */
    private static void assertMayPass(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind().isPassing()).isTrue())
                .hasMessageStartingWith(what);
    }

    private static Arguments failure(String name, ScriptedServer.Answer answer) {
        return Arguments.of(name, answer);
    }

    private static ScriptedServer.Answer error(int status, String code) {
        return ScriptedServer.error(status, code, "As scripted.");
    }

    private static ScriptedServer.Answer endpoint(ScriptedServer server) {
        return ScriptedServer.json("{\"DataEndpoint\":\"" + server.uri() + "\"}");
    }
}
