/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a catalog job, tells how it goes on, and what came of it. */
public final class CatalogRun {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogRun.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final CatalogRequest request;
    private final CatalogJob job;
    private final PrintStream terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    public CatalogRun(CatalogRequest request, PrintStream terminal) {
        this.request = request;
        this.job = new CatalogJob(request);
        this.terminal = terminal;
    }

    /**
     * Runs the job to its end.
     *
     * @throws IllegalArgumentException if the output directory is not empty
     * @throws ExecutionException if the job fails, because of what failed
     */
    public CatalogCounts run() throws Exception {
        prepareOutput();
        terminal.println("Reading " + String.join(", ", request.streams()) + " ...");
        long begin = System.nanoTime();
        JobExecutionResult result = awaitEnd(job.start());
        CatalogCounts counts = CatalogCounts.of(result.getAllAccumulatorResults());
        report(counts, Duration.ofNanos(System.nanoTime() - begin));
        return counts;
    }

    /** Part files of another run among this run's would look as if frames had come twice. */
    private void prepareOutput() throws IOException {
        Files.createDirectories(request.output());
        try (Stream<Path> files = Files.list(request.output())) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "The output directory "
                                + request.output()
                                + " is not empty: give a new one, or remove what it holds");
            }
        }
    }

    private JobExecutionResult awaitEnd(JobClient client) throws Exception {
        CompletableFuture<JobExecutionResult> result = client.getJobExecutionResult();
        while (true) {
            try {
                return result.get(BETWEEN_REPORTS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                reportProgress(client);
            }
        }
    }

    private void reportProgress(JobClient client) throws InterruptedException {
        try {
            terminal.println("  " + CatalogCounts.of(client.getAccumulators().get()));
        } catch (ExecutionException e) {
            LOG.debug("The job has ended meanwhile; its result will say how", e);
        }
    }

    private void report(CatalogCounts counts, Duration time) throws IOException {
        double seconds = time.toMillis() / 1000.0;
        terminal.printf(
                Locale.ROOT,
                "Read %s in %.1f s, %,.0f frames and %.1f MB per second.%n",
                counts,
                seconds,
                counts.frames() / seconds,
                counts.megabytes() / seconds);
        try (Stream<Path> files = Files.list(request.output())) {
            terminal.printf(
                    "The catalog is in %d files in %s, one line of JSON for each frame.%n",
                    files.count(), request.output().toAbsolutePath());
        }
    }
}
