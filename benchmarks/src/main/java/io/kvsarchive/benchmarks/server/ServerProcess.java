/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a Java process of its own, which ends with this one. */
public final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private ServerProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts a server.
     *
     * @param main the class to run, which prints its endpoint as its first line, and ends when its
     *     input does
     * @throws IOException if it says no endpoint
     */
    public static ServerProcess start(Class<?> main, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String endpoint = output.readLine();
        if (endpoint == null) {
            throw new IOException(main.getSimpleName() + " has not started");
        }
        return new ServerProcess(process, URI.create(endpoint));
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Called by servers: ends the process when the input does. */
    static void runUntilInputEnds(URI endpoint) throws IOException {
        System.out.println(endpoint);
        while (System.in.read() >= 0) {
            // Nothing is told this way but the end.
        }
        System.exit(0);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
