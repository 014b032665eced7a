/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** A SQL Gateway, and the cluster that runs its queries: a JobManager and a TaskManager. */
final class SqlGateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MIN_PORT = 20_000;
    private static final int MAX_PORT = 32_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Path folder;
    private final Path logs;
    private final int clusterPort = freePort();
    private final int gatewayPort = freePort();
    private final List<FlinkProcess> processes = new ArrayList<>();

    /**
     * Starts all processes, and waits until they answer.
     *
     * @param classPath of each process
     * @param folder of their own
     */
    SqlGateway(List<Path> classPath, Path folder, String name) throws Exception {
        this.folder = folder;
        this.logs = Files.createDirectories(Path.of(System.getProperty("gateway.logs"), name));
        writeConfiguration();
        start(
                classPath,
                "jobmanager",
                "400m",
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                "--configDir",
                folder.toString());
        start(
                classPath,
                "taskmanager",
                "384m",
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "--configDir",
                folder.toString());
        start(classPath, "gateway", "512m", "org.apache.flink.table.gateway.SqlGateway");
        await(
                URI.create("http://127.0.0.1:" + clusterPort + "/taskmanagers"),
                answer -> answer.path("taskmanagers").size() == 1);
        await(uri().resolve("/info"), answer -> answer.has("version"));
    }

    private void writeConfiguration() throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(
                folder.resolve("config.yaml"),
                String.join(
                        "\n",
                        "jobmanager.rpc.address: 127.0.0.1",
                        "jobmanager.rpc.port: " + freePort(),
                        "jobmanager.bind-host: 127.0.0.1",
                        "jobmanager.memory.process.size: 900m",
                        "taskmanager.host: 127.0.0.1",
                        "taskmanager.bind-host: 127.0.0.1",
                        "taskmanager.numberOfTaskSlots: 4",
                        "taskmanager.cpu.cores: 1.0",
                        "taskmanager.memory.task.heap.size: 192m",
                        "taskmanager.memory.task.off-heap.size: 64m",
                        "taskmanager.memory.network.min: 64m",
                        "taskmanager.memory.network.max: 64m",
                        "taskmanager.memory.managed.size: 256m",
                        "taskmanager.memory.framework.heap.size: 128m",
                        "taskmanager.memory.framework.off-heap.size: 128m",
                        "taskmanager.memory.jvm-metaspace.size: 256m",
                        "taskmanager.memory.jvm-overhead.min: 64m",
                        "taskmanager.memory.jvm-overhead.max: 64m",
                        "cluster.registration.error-delay: 200",
                        "rest.address: 127.0.0.1",
                        "rest.bind-address: 127.0.0.1",
                        "rest.port: " + clusterPort,
                        "rest.bind-port: \"" + clusterPort + "\"",
                        "execution.target: remote",
                        "restart-strategy.type: none",
                        "parallelism.default: 2",
                        "sql-gateway.endpoint.rest.address: 127.0.0.1",
                        "sql-gateway.endpoint.rest.bind-address: 127.0.0.1",
                        "sql-gateway.endpoint.rest.port: " + gatewayPort,
                        "sql-gateway.endpoint.rest.bind-port: \"" + gatewayPort + "\"",
                        "io.tmp.dirs: " + temporary,
                        "web.tmpdir: " + temporary,
                        ""));
    }

    private void start(
            List<Path> classPath, String name, String heap, String mainClass, String... arguments)
            throws IOException {
        processes.add(
                FlinkProcess.start(
                        classPath,
                        folder,
                        logs.resolve(name + ".log"),
                        heap,
                        mainClass,
                        arguments));
    }

    private void await(URI resource, Predicate<JsonNode> isReady) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!answersWell(resource, isReady)) {
            if (Instant.now().isAfter(deadline)
                    || !processes.stream().allMatch(FlinkProcess::isAlive)) {
                throw new AssertionError(
                        "Waited in vain for " + resource + ". The processes' logs are in " + logs);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private static boolean answersWell(URI resource, Predicate<JsonNode> isReady) {
        try {
            return isReady.test(RestApi.get(resource));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where its REST API is. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + gatewayPort + "/v3/");
    }

    /** Below those that systems hand out, which another process may get before it is bound. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody has it: another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(FlinkProcess::close);
    }
}
