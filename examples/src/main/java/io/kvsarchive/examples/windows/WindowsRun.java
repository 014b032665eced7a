/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.LinesRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;

/** Runs a windows job, tells how it goes on, and what came of it. */
final class WindowsRun implements ArchiveRun {

    private final LinesRequest request;
    private final LinesRun run;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    WindowsRun(LinesRequest request, PrintWriter terminal) {
        this.request = request;
        this.run = new LinesRun(request, new WindowsJob(request), terminal);
        this.terminal = terminal;
    }

    /**
     * Runs the job to its end.
     *
     * @throws IllegalArgumentException if the output directory is not empty
     * @throws ExecutionException if the job fails, because of what failed
     */
    @Override
    public void run() throws Exception {
        JobExecutionResult result = run.run();
        long windows = result.getAccumulatorResult(WindowLines.WINDOWS);
        long lateFrames = result.getAccumulatorResult(CountLateFrames.LATE_FRAMES);
        terminal.printf(
                Locale.ROOT,
                "Counted %,d windows of %d s; %,d frames came late.%n",
                windows,
                WindowsJob.SIZE.toSeconds(),
                lateFrames);
        terminal.printf(
                "They are in %d files in %s, one line of JSON for each window.%n",
                request.output().files().size(), request.output().path().toAbsolutePath());
    }
}
