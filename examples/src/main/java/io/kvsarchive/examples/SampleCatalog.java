/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import io.kvsarchive.examples.archive.SampleCameras;
import io.kvsarchive.examples.catalog.CatalogRun;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.OutputDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** Catalogs the sample cameras. */
final class SampleCatalog {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter terminal;

    SampleCatalog(PrintWriter terminal) {
        this.terminal = terminal;
    }

    int run() throws Exception {
        try (SampleCameras cameras = new SampleCameras(terminal)) {
            LinesRequest request =
                    new LinesRequest(
                            cameras.request(),
                            OutputDirectory.newBelow(Path.of("catalog")),
                            CHECKPOINT_INTERVAL);
            new CatalogRun(request, terminal).run();
            terminal.println(
                    "The same for your own streams: ./run-example catalog --stream NAME --region"
                            + " REGION");
            return 0;
        }
    }
}
