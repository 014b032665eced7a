/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how much a job has read until it ends. */
public final class JobProgress {

    private static final Logger LOG = LoggerFactory.getLogger(JobProgress.class);

    private final JobClient client;
    private final Duration betweenReports;
    private final Function<Map<String, Object>, Object> report;
    private final PrintWriter terminal;

    /**
     * Waits for a job that has been started.
     *
     * @param report says by the job's accumulators how far it has come
     * @param terminal where progress is told
     */
    public JobProgress(
            JobClient client,
            Duration betweenReports,
            Function<Map<String, Object>, Object> report,
            PrintWriter terminal) {
        this.client = client;
        this.betweenReports = betweenReports;
        this.report = report;
        this.terminal = terminal;
    }

    /**
     * Waits until the job ends.
     *
     * @throws ExecutionException if the job fails, because of what failed
     */
    public JobExecutionResult awaitEnd() throws InterruptedException, ExecutionException {
        CompletableFuture<JobExecutionResult> result = client.getJobExecutionResult();
        while (true) {
            try {
                return result.get(betweenReports.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                report();
            }
        }
    }

    private void report() throws InterruptedException {
        try {
            terminal.println("  " + report.apply(client.getAccumulators().get()));
        } catch (ExecutionException | IllegalStateException e) {
            // Flink throws the latter where its cluster in this process has ended with the job.
            LOG.debug("The job has ended meanwhile; its result will say how", e);
        }
    }
}
