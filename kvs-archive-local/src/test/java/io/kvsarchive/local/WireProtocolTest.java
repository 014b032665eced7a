/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.service.Plane;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, and what comes of requests that no SDK sends. */
class WireProtocolTest {

    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=key/20250601/us-west-2/kinesisvideo/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + "a".repeat(64);
    private static final Instant START = Instant.parse("2019-12-24T03:08:58.297Z");

    private LocalKvsArchive archive;
    private HttpClient http;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.named("camera").start(START).fragmentCount(3).build());
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void timestampsAreInExponentForm() throws Exception {
        HttpResponse<String> response =
                post(
                        Plane.LISTING,
                        "/listFragments",
                        listing("1.577156938297E9", "1577156938.297"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .contains("\"ProducerTimestamp\":1.577156938297E9")
                .contains("\"ServerTimestamp\":1.577156938547E9")
                .contains("\"FragmentLengthInMilliseconds\":1933")
                .doesNotContain("NextToken");
    }

    @Test
    void finerTimesThanMillisecondsAreComparedExactly() throws Exception {
        assertThat(fragmentsFound("1577156938.2970001", "1577156939")).isZero();
        assertThat(fragmentsFound("1577156938.2969999", "1577156939")).isOne();
        assertThat(fragmentsFound("1577156938", "1577156938.2969999")).isZero();
        assertThat(fragmentsFound("0", "1e12")).isEqualTo(3);
    }

    private int fragmentsFound(String from, String to) throws Exception {
        String body = post(Plane.LISTING, "/listFragments", listing(from, to)).body();
        return new ObjectMapper().readTree(body).get("Fragments").size();
    }

    @Test
    void mediaIsChunkedWebm() throws Exception {
        String number = archive.fragments("camera").findFirst().orElseThrow().number();

        HttpResponse<byte[]> response =
                http.send(
                        request(
                                Plane.MEDIA,
                                "/getMediaForFragmentList",
                                "{\"StreamName\":\"camera\",\"Fragments\":[\"" + number + "\"]}"),
                        BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("video/webm");
        assertThat(response.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body()).isEqualTo(archive.readFragment("camera", number));
    }

    @Test
    void errorsLookLikeThoseOfTheService() throws Exception {
        HttpResponse<String> response =
                post(
                        Plane.MEDIA,
                        "/getMediaForFragmentList",
                        "{\"StreamName\":\"camera\",\"Fragments\":[\"1\",\"2\"]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType"))
                .contains(
                        "InvalidArgumentException:https://kinesisvideo.amazonaws.com/doc/2017-09-30/");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Connection")).contains("close");
        assertThat(response.body())
                .isEqualTo("{\"Message\":\"Fragment numbers are invalid : [1, 2]\"}");
    }

    @Test
    void unsignedRequestsAreRefused() throws Exception {
        for (Plane plane : Plane.values()) {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(
                                            archive.address(plane).resolve("/describeStream"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(errorOf(response)).isEqualTo("MissingAuthenticationTokenException");
        }
        assertThat(archive.requests().latest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer abc | 400 | IncompleteSignatureException | Authorization must be",
                "AWS4-HMAC-SHA256 Credential=key/20250601/us-west-2 | 400 |"
                        + " IncompleteSignatureException | Authorization must be",
                "kinesis | 403 | InvalidSignatureException | correct service: 'kinesisvideo'",
                "eu-west-1 | 403 | InvalidSignatureException | 'us-west-2'"
            })
    void wrongSignaturesAreRefused(String what, int status, String code, String message)
            throws Exception {
        String authorization =
                what.contains(" ")
                        ? what
                        : what.startsWith("eu-")
                                ? SIGNED.replace("us-west-2", what)
                                : SIGNED.replace("kinesisvideo", what);
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(archive.endpoint().resolve("/listStreams"))
                                .header("Authorization", authorization)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(errorOf(response)).isEqualTo(code);
        assertThat(messageOf(response)).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "7",
                "null",
                "{\"StreamName\":",
                "{\"StreamName\":\"camera\"",
                "\u0000\u0001"
            })
    void whatIsNoJsonObjectIsRefused(String body) throws Exception {
        HttpResponse<String> response = post(Plane.LISTING, "/listFragments", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorOf(response)).isEqualTo("ValidationError");
    }

    @Test
    void deeplyNestedJsonIsRefused() throws Exception {
        String body = "{\"a\":".repeat(100_000);

        assertThat(errorOf(post(Plane.LISTING, "/listFragments", body)))
                .isEqualTo("ValidationError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"StreamName\":5}",
                "{\"StreamName\":\"\"}",
                "{\"StreamName\":\"a b\"}",
                "{\"StreamARN\":\"arn:aws:kinesisvideo:us-west-2:1:stream/x\"}",
                "{\"StreamName\":\"camera\",\"MaxResults\":\"10\"}",
                "{\"StreamName\":\"camera\",\"MaxResults\":1.5}",
                "{\"StreamName\":\"camera\",\"MaxResults\":99999999999999999999}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":[]}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":{}}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                        + "{\"FragmentSelectorType\":\"NOW\"}}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                        + "{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\"}}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                        + "{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\",\"TimestampRange\":"
                        + "{\"StartTimestamp\":1}}}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                        + "{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\",\"TimestampRange\":"
                        + "{\"StartTimestamp\":\"2020-01-01T00:00:00Z\",\"EndTimestamp\":2}}}",
                "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                        + "{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\",\"TimestampRange\":"
                        + "{\"StartTimestamp\":1,\"EndTimestamp\":1e999999999}}}"
            })
    void fieldsBeyondTheModelAreRefused(String body) throws Exception {
        HttpResponse<String> response = post(Plane.LISTING, "/listFragments", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorOf(response)).isEqualTo("InvalidArgumentException");
        assertThat(messageOf(response)).isNotBlank().hasSizeLessThan(300);
    }

    @Test
    void createStreamChecksItsFields() throws Exception {
        for (String body :
                List.of(
                        "{}",
                        "{\"StreamName\":\"x\",\"DataRetentionInHours\":-1}",
                        "{\"StreamName\":\"x\",\"DataRetentionInHours\":87601}",
                        "{\"StreamName\":\"x\",\"MediaType\":\"video\"}",
                        "{\"StreamName\":\"" + "x".repeat(257) + "\"}")) {
            assertThat(errorOf(post(Plane.CONTROL, "/createStream", body)))
                    .isEqualTo("InvalidArgumentException");
        }
        assertThat(archive.streamNames()).containsExactly("camera");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/listFragments",
        "POST,/",
        "POST,/nothing",
        "PUT,/listFragments",
        "POST,/getMedia"
    })
    void whatIsNotServedIsRefused(String method, String path) throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(archive.address(Plane.LISTING).resolve(path))
                                .header("Authorization", SIGNED)
                                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorOf(response)).isEqualTo("InvalidAction");
        assertThat(messageOf(response)).contains(method + " " + path);
    }

    @Test
    void controlOperationsNeedTheControlPlane() throws Exception {
        HttpResponse<String> response = post(Plane.MEDIA, "/listStreams", "{}");

        assertThat(errorOf(response)).isEqualTo("InvalidAction");
        assertThat(messageOf(response)).contains("control plane");
    }

    @Test
    void tooLargeABodyIsRefused() throws Exception {
        String body = "{\"StreamName\":\"" + "x".repeat(2 << 20) + "\"}";
        byte[] head =
                ("POST /listFragments HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                + SIGNED
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(Plane.LISTING)) {
            socket.getOutputStream().write(head);
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
        assertThat(post(Plane.CONTROL, "/listStreams", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotHttpIsRefused() throws Exception {
        for (String text : List.of("what is this?", "POST /listStreams FTP/1.0", "abc")) {
            try (Socket socket = connect(Plane.CONTROL)) {
                socket.getOutputStream()
                        .write((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(firstLine(socket)).as(text).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void aConnectionServesManyRequests() throws Exception {
        String number = archive.fragments("camera").findFirst().orElseThrow().number();
        String body = "{\"StreamName\":\"camera\",\"Fragments\":[\"" + number + "\"]}";
        byte[] request =
                ("POST /getMediaForFragmentList HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                + SIGNED
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(Plane.MEDIA)) {
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write(request);
                assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
                readToLastChunk(socket.getInputStream());
            }
        }
        assertThat(archive.requests().count("GetMediaForFragmentList", "camera")).isEqualTo(5);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNothingAndFillsNoMemory() throws Exception {
        archive.addGeneratedStream(
                GeneratedStream.named("large")
                        .fragmentCount(1000)
                        .track(GeneratedTrack.video(1, 1 << 20, 1 << 20))
                        .build());
        String numbers =
                archive.fragments("large")
                        .map(fragment -> "\"" + fragment.number() + "\"")
                        .collect(Collectors.joining(","));
        String body = "{\"StreamName\":\"large\",\"Fragments\":[" + numbers + "]}";
        byte[] request =
                ("POST /getMediaForFragmentList HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                + SIGNED
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII);
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket client = connect(Plane.MEDIA);
                clients.add(client);
                OutputStream out = client.getOutputStream();
                out.write(request);
                assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
            }
            // Ten bodies of 2 GB are under way, and other requests are served meanwhile.
            for (int i = 0; i < 20; i++) {
                assertThat(post(Plane.MEDIA, "/getMediaForFragmentList", "{}").statusCode())
                        .isEqualTo(400);
                assertThat(post(Plane.LISTING, "/listFragments", listing("0", "9e9")).statusCode())
                        .isEqualTo(200);
            }
            long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertThat(used).isLessThan(64L << 20);
        } finally {
            for (Socket client : clients) {
                // A reset rather than an end: the client aborts.
                client.setSoLinger(true, 0);
                client.close();
            }
        }
        assertThat(post(Plane.MEDIA, "/getMediaForFragmentList", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void aRequestMayComeInSmallPieces() throws Exception {
        byte[] request =
                ("POST /listStreams HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                + SIGNED
                                + "\r\nContent-Length: 2\r\n\r\n{}")
                        .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(Plane.CONTROL)) {
            socket.setTcpNoDelay(true);
            for (byte b : request) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void closingBreaksConnectionsAndFreesThePorts() throws Exception {
        int port = archive.endpoint().getPort();
        try (Socket socket = connect(Plane.CONTROL)) {
            archive.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        LocalKvsArchiveConfig config = LocalKvsArchiveConfig.builder().port(port).build();
        try (LocalKvsArchive again = LocalKvsArchive.start(config)) {
            assertThat(again.endpoint()).hasPort(port);
            assertThat(again.address(Plane.LISTING)).hasPort(port + 1);
            assertThat(again.address(Plane.MEDIA)).hasPort(port + 2);
        }
    }

    private Socket connect(Plane plane) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), archive.address(plane).getPort());
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next != '\r' && next != -1) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    private static void readToLastChunk(InputStream in) throws IOException {
        String end = "\r\n0\r\n\r\n";
        StringBuilder tail = new StringBuilder();
        while (!tail.toString().equals(end)) {
            tail.append((char) in.read());
            if (tail.length() > end.length()) {
                tail.deleteCharAt(0);
            }
        }
    }

    private static String listing(String from, String to) {
        return "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                + "{\"FragmentSelectorType\":\"PRODUCER_TIMESTAMP\",\"TimestampRange\":"
                + "{\"StartTimestamp\":"
                + from
                + ",\"EndTimestamp\":"
                + to
                + "}}}";
    }

    private HttpResponse<String> post(Plane plane, String path, String body) throws Exception {
        return http.send(request(plane, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(Plane plane, String path, String body) {
        URI uri = archive.address(plane).resolve(path);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", SIGNED)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String errorOf(HttpResponse<?> response) {
        return response.headers().firstValue("x-amzn-ErrorType").orElse("none").split(":", 2)[0];
    }

    private static String messageOf(HttpResponse<String> response) throws IOException {
        JsonNode json = new ObjectMapper().readTree(response.body());
        return json.get("Message").asText();
    }
}
