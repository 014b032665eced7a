/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers GetMediaForFragmentList with the same body each time, chunked as the service's is, in the
 * 4 KB that Java's own server makes of all that is written, and GetDataEndpoint with itself. {@code
 * /sent} tells how many bytes of the last body were taken; it waits until its answer has ended.
 */
public final class MediaServer {

    private static final int WRITE_BYTES = 64 * 1024;

    private final byte[] part;
    private final int parts;
    private final LinkedBlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final URI endpoint;

    private MediaServer(byte[] part, int parts, HttpServer server, String scheme) {
        this.part = part;
        this.parts = parts;
        this.server = server;
        this.endpoint = URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    /**
     * Serves until the input ends.
     *
     * @param arguments {@code http} or {@code https}, a file, and how often the body repeats it
     */
    public static void main(String[] arguments) throws Exception {
        String scheme = arguments[0];
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer http = scheme.equals("https") ? tlsServer(any) : HttpServer.create(any, 0);
        MediaServer server =
                new MediaServer(
                        Files.readAllBytes(Path.of(arguments[1])),
                        Integer.parseInt(arguments[2]),
                        http,
                        scheme);
        server.start();
        ServerProcess.runUntilInputEnds(server.endpoint);
    }

    private static HttpServer tlsServer(InetSocketAddress address) throws Exception {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TlsKeys.context()));
        return server;
    }

    private void start() {
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/getDataEndpoint", this::tellEndpoint);
        server.createContext("/getMediaForFragmentList", this::sendMedia);
        server.createContext("/sent", this::tellSent);
        server.start();
    }

    private void tellEndpoint(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"DataEndpoint\":\"" + endpoint + "\"}");
    }

    private void tellSent(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, String.valueOf(sent.take()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void sendMedia(HttpExchange exchange) throws IOException {
        sent.clear();
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "video/webm");
        exchange.sendResponseHeaders(200, 0);
        long count = 0;
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < parts; i++) {
                for (int start = 0; start < part.length; start += WRITE_BYTES) {
                    int length = Math.min(WRITE_BYTES, part.length - start);
                    count += length;
                    body.write(part, start, length);
                }
            }
        } finally {
            sent.add(count);
        }
    }
}
