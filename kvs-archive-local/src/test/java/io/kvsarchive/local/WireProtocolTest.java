/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.service.Plane;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, and what comes of requests that no SDK sends. */
class WireProtocolTest {

    private static final Instant START = Instant.parse("2019-12-24T03:08:58.297Z");

    private LocalKvsArchive archive;
    private RawHttp http;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("camera").setStart(START).setFragmentCount(3).build());
        http = new RawHttp(archive);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void writesTimestampsInExponentForm() throws Exception {
        HttpResponse<String> response =
                http.post(
                        Plane.LISTING,
                        "/listFragments",
                        RawHttp.listing("1.577156938297E9", "1577156938.297"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .contains("\"ProducerTimestamp\":1.577156938297E9")
                .contains("\"ServerTimestamp\":1.577156938547E9")
                .contains("\"FragmentLengthInMilliseconds\":1933")
                .doesNotContain("NextToken");
    }

    @Test
    void comparesFinerTimesThanMillisecondsExactly() throws Exception {
        assertThat(fragmentsFound("1577156938.2970001", "1577156939")).isZero();
        assertThat(fragmentsFound("1577156938.2969999", "1577156939")).isOne();
        assertThat(fragmentsFound("1577156938", "1577156938.2969999")).isZero();
        assertThat(fragmentsFound("0", "1e12")).isEqualTo(3);
    }

    private int fragmentsFound(String from, String to) throws Exception {
        String body = http.post(Plane.LISTING, "/listFragments", RawHttp.listing(from, to)).body();
        return new ObjectMapper().readTree(body).get("Fragments").size();
    }

    @Test
    void sendsMediaAsChunkedWebm() throws Exception {
        String number = archive.fragments("camera").findFirst().orElseThrow().fragmentNumber();

        HttpResponse<byte[]> response =
                http.client()
                        .send(
                                http.request(
                                        Plane.MEDIA,
                                        "/getMediaForFragmentList",
                                        "{\"StreamName\":\"camera\",\"Fragments\":[\""
                                                + number
                                                + "\"]}"),
                                BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("video/webm");
        assertThat(response.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body()).isEqualTo(archive.readFragment("camera", number));
    }

    @Test
    void sendsErrorsThatLookLikeThoseOfTheService() throws Exception {
        HttpResponse<String> response =
                http.post(
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
    void refusesUnsignedRequests() throws Exception {
        for (Plane plane : Plane.values()) {
            HttpResponse<String> response =
                    http.client()
                            .send(
                                    HttpRequest.newBuilder(
                                                    archive.address(plane)
                                                            .resolve("/describeStream"))
                                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(RawHttp.errorOf(response)).isEqualTo("MissingAuthenticationTokenException");
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
    void refusesWrongSignatures(String what, int status, String code, String message)
            throws Exception {
        String authorization =
                what.contains(" ")
                        ? what
                        : what.startsWith("eu-")
                                ? RawHttp.SIGNED.replace("us-west-2", what)
                                : RawHttp.SIGNED.replace("kinesisvideo", what);
        HttpResponse<String> response =
                http.client()
                        .send(
                                HttpRequest.newBuilder(archive.endpoint().resolve("/listStreams"))
                                        .header("Authorization", authorization)
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(RawHttp.errorOf(response)).isEqualTo(code);
        assertThat(RawHttp.messageOf(response)).contains(message);
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
    void refusesWhatIsNoJsonObject(String body) throws Exception {
        HttpResponse<String> response = http.post(Plane.LISTING, "/listFragments", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RawHttp.errorOf(response)).isEqualTo("ValidationError");
    }

    @Test
    void refusesDeeplyNestedJson() throws Exception {
        String body = "{\"a\":".repeat(100_000);

        assertThat(RawHttp.errorOf(http.post(Plane.LISTING, "/listFragments", body)))
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
    void refusesFieldsBeyondTheModel(String body) throws Exception {
        HttpResponse<String> response = http.post(Plane.LISTING, "/listFragments", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RawHttp.errorOf(response)).isEqualTo("InvalidArgumentException");
        assertThat(RawHttp.messageOf(response)).isNotBlank().hasSizeLessThan(300);
    }

    @Test
    void checksTheFieldsOfCreateStream() throws Exception {
        for (String body :
                List.of(
                        "{}",
                        "{\"StreamName\":\"x\",\"DataRetentionInHours\":-1}",
                        "{\"StreamName\":\"x\",\"DataRetentionInHours\":87601}",
                        "{\"StreamName\":\"x\",\"MediaType\":\"video\"}",
                        "{\"StreamName\":\"" + "x".repeat(257) + "\"}")) {
            assertThat(RawHttp.errorOf(http.post(Plane.CONTROL, "/createStream", body)))
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
    void refusesWhatIsNotServed(String method, String path) throws Exception {
        HttpResponse<String> response =
                http.client()
                        .send(
                                HttpRequest.newBuilder(archive.address(Plane.LISTING).resolve(path))
                                        .header("Authorization", RawHttp.SIGNED)
                                        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RawHttp.errorOf(response)).isEqualTo("InvalidAction");
        assertThat(RawHttp.messageOf(response)).contains(method + " " + path);
    }

    @Test
    void needsTheControlPlaneForControlOperations() throws Exception {
        HttpResponse<String> response = http.post(Plane.MEDIA, "/listStreams", "{}");

        assertThat(RawHttp.errorOf(response)).isEqualTo("InvalidAction");
        assertThat(RawHttp.messageOf(response)).contains("control plane");
    }
}
