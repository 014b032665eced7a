/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.lines.JobProgress;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.ReadCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.core.execution.JobClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a catalog job that has no end, until the process is told to end. */
final class UnboundedRun {

    private static final Logger LOG = LoggerFactory.getLogger(UnboundedRun.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    /** Ctrl-C is to end the command even if the job doesn't want to. */
    private static final Duration MAX_CANCELLATION = Duration.ofSeconds(20);

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final LinesRequest request;
    private final CatalogJob job;
    private final PrintWriter terminal;
    private volatile boolean isStopping;
    private volatile boolean hasFailed;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the end are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    UnboundedRun(LinesRequest request, PrintWriter terminal) {
        this.request = request;
        this.job = new CatalogJob(request, Boundedness.CONTINUOUS_UNBOUNDED);
        this.terminal = terminal;
    }

    /**
     * Runs the job until the process ends.
     *
     * @throws IllegalArgumentException if the output directory is not empty
     * @throws ExecutionException if the job fails, because of what failed
     */
    void run() throws Exception {
        request.output().prepare();
        terminal.printf(
                "Following %s from %s on, until Ctrl-C ...%n",
                request.archive().describeStreams(), request.archive().start().orElseThrow());
        JobClient client = job.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(client), "stop-following"));
        try {
            new JobProgress(client, BETWEEN_REPORTS, ReadCounts::of, terminal).awaitEnd();
        } catch (ExecutionException e) {
            if (!isStopping) {
                hasFailed = true;
                throw e;
            }
            LOG.debug("The job was cancelled", e);
        }
    }

    private void stop(JobClient client) {
        if (hasFailed) {
            return;
        }
        isStopping = true;
        try {
            ReadCounts counts = ReadCounts.of(client.getAccumulators().get());
            client.cancel().get(MAX_CANCELLATION.toMillis(), TimeUnit.MILLISECONDS);
            report(counts);
        } catch (ExecutionException | TimeoutException | IOException | IllegalStateException e) {
            LOG.warn("The job was not cancelled in good order", e);
            terminal.println("Stopped, but not in good order; the log says why.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.flush();
    }

    private void report(ReadCounts counts) throws IOException {
        List<Path> files = request.output().files();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        terminal.printf("Stopped. Read %s.%n", counts);
        terminal.printf(
                Locale.ROOT,
                "%d files in %s hold %,.1f MB of lines; what was read after the last checkpoint may"
                        + " be missing.%n",
                files.size(),
                request.output().path().toAbsolutePath(),
                bytes / BYTES_PER_MEGABYTE);
    }
}
