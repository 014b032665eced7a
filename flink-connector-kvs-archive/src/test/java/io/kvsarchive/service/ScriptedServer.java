/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP server on loopback that answers as a test tells it to, one request to a connection. The
 * last answer for a path is given again and again.
 */
final class ScriptedServer implements AutoCloseable {

    /** What one request gets, status line and all; the connection is closed after it. */
    interface Answer {
        void write(OutputStream connection) throws Exception;
    }

    /**
     * A request that came.
     *
     * @param headers by their names in lower case
     */
    record Call(String path, Map<String, String> headers, String body) {}

    private final ServerSocket socket;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ScriptedServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static ScriptedServer start() {
        try {
            ScriptedServer server = new ScriptedServer();
            inBackground(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized ScriptedServer on(String path, Answer... inOrder) {
        answers.put(path, new ArrayDeque<>(Arrays.asList(inOrder)));
        return this;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    List<String> paths() {
        return calls().stream().map(Call::path).toList();
    }

    static Answer json(String body) {
        return answer(200, "application/json", body);
    }

    static Answer answer(int status, String contentType, String body, String... headers) {
        byte[] content = body.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        head.append("Content-Type: ").append(contentType).append("\r\n");
        head.append("Content-Length: ").append(content.length).append("\r\n");
        head.append("x-amzn-RequestId: request-4711\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        return connection -> {
            connection.write(head.toString().getBytes(ISO_8859_1));
            connection.write(content);
        };
    }

    /** An error in the form that the service gives them. */
    static Answer error(int status, String code, String message, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(
                "x-amzn-ErrorType: "
                        + code
                        + ":https://kinesisvideo.amazonaws.com/doc/2017-09-30/");
        return answer(
                status,
                "application/json",
                "{\"Message\":\"" + message + "\"}",
                all.toArray(String[]::new));
    }

    /** The connection is closed without an answer. */
    static Answer closedConnection() {
        return connection -> {};
    }

    /** The beginning of a chunked body, with one chunk. */
    static void beginChunked(OutputStream connection, byte[] firstChunk) throws IOException {
        connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: video/webm\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(ISO_8859_1));
        chunk(connection, firstChunk);
    }

    static void chunk(OutputStream connection, byte[] bytes) throws IOException {
        connection.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        connection.write(bytes);
        connection.write("\r\n".getBytes(ISO_8859_1));
        connection.flush();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                connections.add(connection);
                inBackground(() -> serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Call call = read(new BufferedInputStream(connection.getInputStream()));
            next(call).write(connection.getOutputStream());
        } catch (Exception e) {
            // The client has gone, or the test is over.
        } finally {
            connections.remove(connection);
        }
    }

    private synchronized Answer next(Call call) {
        calls.add(call);
        Deque<Answer> forPath = answers.get(call.path());
        return forPath.size() > 1 ? forPath.remove() : forPath.element();
    }

    private static Call read(InputStream request) throws IOException {
        String path = line(request).split(" ", 3)[1];
        Map<String, String> headers = new HashMap<>();
        for (String line = line(request); !line.isEmpty(); line = line(request)) {
            String[] header = line.split(": *", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Call(path, headers, new String(request.readNBytes(length), UTF_8));
    }

    private static String line(InputStream request) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = request.read(); c != '\n'; c = request.read()) {
            if (c < 0) {
                throw new IOException("The request ended within its head");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
