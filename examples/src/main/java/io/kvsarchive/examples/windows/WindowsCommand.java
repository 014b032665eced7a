/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

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

/** Counts by windows what streams of the user's own hold, or the sample cameras. */
@Command(
        name = "windows",
        description =
                "Writes one line of JSON for each stream and 10 seconds of event time: how many"
                        + " frames, key frames and bytes there are. Takes the arguments of catalog;"
                        + " without any, two sample cameras that a local archive serves.")
public final class WindowsCommand implements Callable<Integer> {

    private static final Path PARENT = Path.of("windows");

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
                request -> new WindowsRun(output.request(request, PARENT), terminal));
    }
}
