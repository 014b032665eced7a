/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.service.Plane;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Requests without an SDK, well formed or not. */
final class RawHttp {

    /** A claim of the right form; an archive without credentials does not verify it. */
    static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=key/20250601/us-west-2/kinesisvideo/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + "a".repeat(64);

    private final LocalKvsArchive archive;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RawHttp(LocalKvsArchive archive) {
        this.archive = archive;
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> post(Plane plane, String path, String body) throws Exception {
        return client.send(request(plane, path, body), BodyHandlers.ofString());
    }

    HttpRequest request(Plane plane, String path, String body) {
        URI uri = archive.address(plane).resolve(path);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", SIGNED)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    Socket connect(Plane plane) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), archive.address(plane).getPort());
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        return socket;
    }

    /** The bytes of a signed request. */
    static byte[] bytes(String path, String body) {
        return bytes(path, body.length(), body);
    }

    /** The bytes of a signed request that announces a body of some length. */
    static byte[] bytes(String path, int length, String body) {
        return ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                        + SIGNED
                        + "\r\nContent-Length: "
                        + length
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String media(String stream, List<String> numbers) {
        return numbers.stream()
                .map(number -> "\"" + number + "\"")
                .collect(
                        Collectors.joining(
                                ",", "{\"StreamName\":\"" + stream + "\",\"Fragments\":[", "]}"));
    }

    static String listing(String from, String to) {
        return "{\"StreamName\":\"camera\",\"FragmentSelector\":"
                + "{\"FragmentSelectorType\":\"PRODUCER_TIMESTAMP\",\"TimestampRange\":"
                + "{\"StartTimestamp\":"
                + from
                + ",\"EndTimestamp\":"
                + to
                + "}}}";
    }

    static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next != '\r' && next != -1) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    static void readToLastChunk(InputStream in) throws IOException {
        String end = "\r\n0\r\n\r\n";
        StringBuilder tail = new StringBuilder();
        while (!tail.toString().equals(end)) {
            tail.append((char) in.read());
            if (tail.length() > end.length()) {
                tail.deleteCharAt(0);
            }
        }
    }

    static String errorOf(HttpResponse<?> response) {
        return response.headers().firstValue("x-amzn-ErrorType").orElse("none").split(":", 2)[0];
    }

    static String messageOf(HttpResponse<String> response) throws IOException {
        JsonNode json = new ObjectMapper().readTree(response.body());
        return json.get("Message").asText();
    }
}
