/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;

/** Runs a catalog job, tells how it goes on, and what came of it. */
public final class CatalogRun {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final CatalogRequest request;
    private final CatalogJob job;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    public CatalogRun(CatalogRequest request, PrintWriter terminal) {
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
        request.output().prepare();
        terminal.println("Reading " + request.archive().describeStreams() + " ...");
        long begin = System.nanoTime();
        JobExecutionResult result =
                new CatalogProgress(job.start(), BETWEEN_REPORTS, terminal).awaitEnd();
        CatalogCounts counts = CatalogCounts.of(result.getAllAccumulatorResults());
        report(counts, Duration.ofNanos(System.nanoTime() - begin));
        return counts;
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
        terminal.printf(
                "The catalog is in %d files in %s, one line of JSON for each frame.%n",
                request.output().files().size(), request.output().directory().toAbsolutePath());
    }
}
