/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.util.function.RunnableWithException;

/**
 * A Flink cluster of processes: a ZooKeeper, a JobManager and two TaskManagers. A JobManager that
 * is killed and started again takes its jobs up from their last checkpoints.
 */
final class Cluster implements AutoCloseable {

    static final int TASK_MANAGERS = 2;
    static final int SLOTS = 4;

    private final Path folder;
    private final int slots;
    private final Path logs;
    private final int zooKeeperPort = freePort();
    private final int restPort = freePort();
    private final ClusterProcess zooKeeper;
    private final List<ClusterProcess> taskManagers = new ArrayList<>();
    private ClusterProcess jobManager;
    private int started;

    /** Starts all processes, in a folder of their own, with four slots together. */
    Cluster(Path folder) throws IOException {
        this(folder, SLOTS);
    }

    /**
     * Starts all processes, in a folder of their own.
     *
     * @param slots of all TaskManagers together
     */
    Cluster(Path folder, int slots) throws IOException {
        this.folder = folder;
        this.slots = slots;
        this.logs =
                Files.createDirectories(
                        Path.of(System.getProperty("e2e.target"), "cluster-logs")
                                .resolve(folder.getFileName()));
        writeConfiguration();
        zooKeeper =
                start(
                        "zookeeper",
                        "128m",
                        "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                        List.of(
                                "--zkConfigFile",
                                folder.resolve("zoo.cfg").toString(),
                                "--peerId",
                                "1"));
        startJobManager();
        for (int i = 0; i < TASK_MANAGERS; i++) {
            startTaskManager();
        }
    }

    private void writeConfiguration() throws IOException {
        Files.createDirectories(folder.resolve("zookeeper"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(
                folder.resolve("zoo.cfg"),
                String.join(
                        "\n",
                        "tickTime=1000",
                        "initLimit=10",
                        "syncLimit=5",
                        "dataDir=" + folder.resolve("zookeeper"),
                        "clientPort=" + zooKeeperPort,
                        "clientPortAddress=127.0.0.1",
                        "server.1=127.0.0.1"));
        Files.writeString(
                folder.resolve("config.yaml"),
                String.join(
                        "\n",
                        "jobmanager.rpc.address: 127.0.0.1",
                        "jobmanager.bind-host: 127.0.0.1",
                        "jobmanager.memory.process.size: 900m",
                        "taskmanager.host: 127.0.0.1",
                        "taskmanager.bind-host: 127.0.0.1",
                        "taskmanager.numberOfTaskSlots: " + slots / TASK_MANAGERS,
                        "taskmanager.cpu.cores: 1.0",
                        "taskmanager.memory.task.heap.size: 256m",
                        "taskmanager.memory.task.off-heap.size: 64m",
                        "taskmanager.memory.network.min: 64m",
                        "taskmanager.memory.network.max: 64m",
                        "taskmanager.memory.managed.size: 0m",
                        "taskmanager.memory.framework.heap.size: 128m",
                        "taskmanager.memory.framework.off-heap.size: 128m",
                        "taskmanager.memory.jvm-metaspace.size: 256m",
                        "taskmanager.memory.jvm-overhead.min: 64m",
                        "taskmanager.memory.jvm-overhead.max: 64m",
                        "rest.address: 127.0.0.1",
                        "rest.bind-address: 127.0.0.1",
                        "rest.port: " + restPort,
                        "rest.bind-port: \"" + restPort + "\"",
                        "metrics.fetcher.update-interval: 1000",
                        "high-availability.type: zookeeper",
                        "high-availability.zookeeper.quorum: 127.0.0.1:" + zooKeeperPort,
                        "high-availability.zookeeper.client.session-timeout: 5000",
                        "high-availability.storageDir: " + folder.resolve("ha").toUri(),
                        "execution.checkpointing.dir: " + folder.resolve("checkpoints").toUri(),
                        "execution.checkpointing.savepoint-dir: " + savepoints(),
                        "execution.checkpointing.storage: filesystem",
                        "execution.batch.job-recovery.enabled: true",
                        "execution.batch.job-recovery.snapshot.min-pause: 100 ms",
                        "heartbeat.interval: 500",
                        "heartbeat.timeout: 5000",
                        "slot.request.timeout: 60000",
                        "io.tmp.dirs: " + temporary,
                        "web.tmpdir: " + temporary,
                        ""));
    }

    private ClusterProcess start(String name, String heap, String mainClass, List<String> arguments)
            throws IOException {
        started++;
        Path log = logs.resolve("%02d-%s.log".formatted(started, name));
        return ClusterProcess.start(name, log, heap, mainClass, arguments);
    }

    private void startJobManager() throws IOException {
        jobManager =
                start(
                        "jobmanager",
                        "512m",
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        List.of("--configDir", folder.toString()));
    }

    private void startTaskManager() throws IOException {
        taskManagers.add(
                start(
                        "taskmanager",
                        "448m",
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        List.of("--configDir", folder.toString())));
    }

    /** Kills the JobManager, and starts another. */
    void killJobManager() throws Exception {
        killJobManager(() -> {});
    }

    /** Kills the JobManager, does something while there is none, and starts another. */
    void killJobManager(RunnableWithException meanwhile) throws Exception {
        jobManager.kill();
        meanwhile.run();
        startJobManager();
    }

    /** Kills a TaskManager, and starts another. */
    void killTaskManager(int index) throws IOException {
        taskManagers.remove(index).kill();
        startTaskManager();
    }

    /** Kills all TaskManagers, does something while there are none, and starts others. */
    void killTaskManagers(RunnableWithException meanwhile) throws Exception {
        taskManagers.forEach(ClusterProcess::kill);
        taskManagers.clear();
        meanwhile.run();
        for (int i = 0; i < TASK_MANAGERS; i++) {
            startTaskManager();
        }
    }

    /** The job, as it would be submitted from the user's jar. */
    JobGraph jobGraph(List<String> arguments, int parallelism) throws Exception {
        try (PackagedProgram program =
                PackagedProgram.newBuilder()
                        .setJarFile(userJar().toFile())
                        .setEntryPointClassName(FrameLinesJob.class.getName())
                        .setArguments(arguments.toArray(String[]::new))
                        .build()) {
            return PackagedProgramUtils.createJobGraph(
                    program, new Configuration(), parallelism, false);
        }
    }

    /** A job with the connector and without Flink, as users bring it. */
    static Path userJar() {
        return Path.of(System.getProperty("e2e.target"), "user-job.jar");
    }

    /** Submits a job, from the beginning or from a savepoint. */
    RunningJob submit(JobGraph job, SavepointRestoreSettings from) throws Exception {
        job.setSavepointRestoreSettings(from);
        RestClusterClient<String> client = client();
        return new RunningJob(client, client.submitJob(job).get(), this);
    }

    /** A job that was submitted in another way. */
    RunningJob job(JobID id) throws Exception {
        return new RunningJob(client(), id, this);
    }

    private RestClusterClient<String> client() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
        configuration.set(
                HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, "127.0.0.1:" + zooKeeperPort);
        configuration.set(
                HighAvailabilityOptions.HA_STORAGE_PATH, folder.resolve("ha").toUri().toString());
        configuration.set(RestOptions.PORT, restPort);
        return new RestClusterClient<>(configuration, "cluster");
    }

    /** Where the JobManager answers, on loopback: the same port for each. */
    int restPort() {
        return restPort;
    }

    /** The folder of savepoints, unless a job says otherwise. */
    URI savepoints() {
        return folder.resolve("savepoints").toUri();
    }

    /** Where the processes' logs are. */
    Path logs() {
        return logs;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        taskManagers.forEach(ClusterProcess::kill);
        jobManager.kill();
        zooKeeper.kill();
    }
}
