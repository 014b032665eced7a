/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.LinesRun;
import java.io.PrintWriter;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.source.Boundedness;

/** Runs a catalog job, tells how it goes on, and what came of it. */
final class CatalogRun implements ArchiveRun {

    private final LinesRequest request;
    private final LinesRun run;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    CatalogRun(LinesRequest request, PrintWriter terminal) {
        this.request = request;
        this.run = new LinesRun(request, new CatalogJob(request, Boundedness.BOUNDED), terminal);
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
        run.run();
        terminal.printf(
                "The catalog is in %d files in %s, one line of JSON for each frame.%n",
                request.output().files().size(), request.output().path().toAbsolutePath());
    }
}
