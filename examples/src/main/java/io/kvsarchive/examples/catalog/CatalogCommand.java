/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.archive.ArchiveOptions;
import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.archive.EndOption;
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
        return ArchiveRun.of(
                command,
                () -> end.addTo(archive.request()),
                request -> new CatalogRun(output.request(request, PARENT), terminal));
    }
}
