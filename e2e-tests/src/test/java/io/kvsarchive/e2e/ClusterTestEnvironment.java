/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testframe.environment.ClusterControllable;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironmentSettings;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.RemoteStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A cluster of processes, as Flink's test framework sees it: jobs are sent to it with their jars.
 */
final class ClusterTestEnvironment implements TestEnvironment, ClusterControllable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Supplier<Path> folder;
    private final int slots;
    private Cluster cluster;

    /**
     * Describes a cluster that is yet to be started.
     *
     * @param folder of the cluster's own, asked for when the cluster starts
     * @param slots of all TaskManagers together
     */
    ClusterTestEnvironment(Supplier<Path> folder, int slots) {
        this.folder = folder;
        this.slots = slots;
    }

    @Override
    public void startUp() throws Exception {
        if (cluster == null) {
            cluster = new Cluster(folder.get(), slots);
        }
    }

    @Override
    public void tearDown() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @Override
    public StreamExecutionEnvironment createExecutionEnvironment(TestEnvironmentSettings settings) {
        String savepoint = settings.getSavepointRestorePath();
        return new RemoteStreamEnvironment(
                LOOPBACK,
                cluster.restPort(),
                new Configuration(),
                settings.getConnectorJarPaths().stream()
                        .map(jar -> URI.create(jar.toString()).getPath())
                        .toArray(String[]::new),
                null,
                savepoint == null
                        ? SavepointRestoreSettings.none()
                        : SavepointRestoreSettings.forPath(savepoint));
    }

    @Override
    public Endpoint getRestEndpoint() {
        return new Endpoint(LOOPBACK, cluster.restPort());
    }

    @Override
    public String getCheckpointUri() {
        return cluster.savepoints().toString();
    }

    /** Waits until the new JobManager runs the job again, since only then it can be asked for. */
    @Override
    public void triggerJobManagerFailover(JobClient jobClient, Runnable afterFailAction)
            throws Exception {
        cluster.killJobManager(afterFailAction::run);
        try (RunningJob job = cluster.job(jobClient.getJobID())) {
            job.awaitRunning();
        }
    }

    @Override
    public void triggerTaskManagerFailover(JobClient jobClient, Runnable afterFailAction)
            throws Exception {
        try (RunningJob job = cluster.job(jobClient.getJobID())) {
            cluster.killTaskManagers(
                    () -> {
                        job.awaitNoTaskRunning();
                        afterFailAction.run();
                    });
        }
    }

    @Override
    public void isolateNetwork(JobClient jobClient, Runnable afterFailAction) {
        throw new UnsupportedOperationException(
                "Processes on one machine can't be parted; let the archive fail instead");
    }

    @Override
    public String toString() {
        return "cluster of processes";
    }
}
