/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;

/** Runs a job that comes to an end, tells how it goes on, and how fast it read. */
public final class LinesRun {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final LinesRequest request;
    private final LinesJob job;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the speed are told
     */
    public LinesRun(LinesRequest request, LinesJob job, PrintWriter terminal) {
        this.request = request;
        this.job = job;
        this.terminal = terminal;
    }

    /**
     * Runs the job to its end.
     *
     * @throws IllegalArgumentException if the output directory is not empty
     * @throws ExecutionException if the job fails, because of what failed
     */
    public JobExecutionResult run() throws Exception {
        request.output().prepare();
        terminal.println("Reading " + request.archive().describeStreams() + " ...");
        long begin = System.nanoTime();
        JobExecutionResult result =
                new JobProgress(job.start(), BETWEEN_REPORTS, ReadCounts::of, terminal).awaitEnd();
        report(
                ReadCounts.of(result.getAllAccumulatorResults()),
                Duration.ofNanos(System.nanoTime() - begin));
        return result;
    }

    private void report(ReadCounts counts, Duration time) {
        double seconds = time.toMillis() / 1000.0;
        terminal.printf(
                Locale.ROOT,
                "Read %s in %.1f s, %,.0f frames and %.1f MB per second.%n",
                counts,
                seconds,
                counts.frames() / seconds,
                counts.megabytes() / seconds);
    }
}
