/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;

/** A job on a cluster whose JobManager may be away at times. */
final class RunningJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final RestClusterClient<String> client;
    private final JobID id;
    private final Cluster cluster;

    RunningJob(RestClusterClient<String> client, JobID id, Cluster cluster) {
        this.client = client;
        this.id = id;
        this.cluster = cluster;
    }

    void awaitRunning() throws InterruptedException {
        await("the job runs", () -> status() == JobStatus.RUNNING);
    }

    void awaitFinished() throws InterruptedException {
        await("the job has finished", () -> status() == JobStatus.FINISHED);
    }

    /** Waits until the JobManager has noticed that no TaskManager runs a task of the job. */
    void awaitNoTaskRunning() throws InterruptedException {
        await("none of its tasks runs", this::runsNoTask);
    }

    private boolean runsNoTask() {
        return client.getJobDetails(id).join().getJobVerticesPerState().get(ExecutionState.RUNNING)
                == 0;
    }

    /** Stops the job. Returns where its savepoint is. */
    String stopWithSavepoint() throws Exception {
        return client.stopWithSavepoint(id, false, null, SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void cancel() throws Exception {
        client.cancel(id).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await("the job is cancelled", () -> status() == JobStatus.CANCELED);
    }

    /** Waits for something that the job, or what it reads, makes true. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            JobStatus status = status();
            if (status == JobStatus.FAILED || Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "Waited in vain until "
                                + what
                                + ": the job is "
                                + status
                                + ". Its logs are in "
                                + cluster.logs());
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Initializing while nobody answers. */
    private JobStatus status() {
        try {
            return client.getJobStatus(id).get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return JobStatus.INITIALIZING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JobStatus.INITIALIZING;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
