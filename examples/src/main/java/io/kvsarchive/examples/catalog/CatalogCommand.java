/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.archive.ArchiveOptions;
import io.kvsarchive.examples.archive.EndOption;
import io.kvsarchive.examples.archive.SampleCameras;
import io.kvsarchive.examples.archive.StreamAccess;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.OutputOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Catalogs streams of the user's own, or the sample cameras. */
@Command(
        name = "catalog",
        description =
                "Writes one line of JSON for each frame that streams hold. Without times, all that"
                        + " is stored; without any arguments, two sample cameras that a local"
                        + " archive serves. Credentials come from the AWS default chain.")
public final class CatalogCommand implements Callable<Integer> {

    private static final Path PARENT = Path.of("catalog");

    @Spec private CommandSpec command;

    @Mixin private ArchiveOptions archive;

    @Mixin private EndOption end;

    @Mixin private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        PrintWriter terminal = command.commandLine().getOut();
        if (command.commandLine().getParseResult().matchedArgs().isEmpty()) {
            SampleCameras.use(
                    "./run-example catalog",
                    terminal,
                    cameras -> new CatalogRun(output.request(cameras, PARENT), terminal).run());
        } else {
            LinesRequest request = output.request(end.addTo(archive.request()), PARENT);
            CatalogRun run = new CatalogRun(request, terminal);
            StreamAccess.check(request.archive(), terminal);
            run.run();
        }
        return 0;
    }
}
