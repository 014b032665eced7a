/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.service.ArchiveServiceException;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a command does with streams, ready to begin. */
@FunctionalInterface
public interface ArchiveRun {

    /** Begins, and comes back when all is done. */
    void run() throws Exception;

    /**
     * Runs on the streams that the command's arguments name or, if there are no arguments, on the
     * sample cameras.
     *
     * @param named what the arguments ask for
     * @param prepare is not yet to reach for any stream
     * @throws ArchiveServiceException if a stream can't be reached or is not there
     */
    static int of(
            CommandSpec command,
            Supplier<ArchiveRequest> named,
            Function<ArchiveRequest, ArchiveRun> prepare)
            throws Exception {
        if (command.commandLine().getParseResult().matchedArgs().isEmpty()) {
            return ofSampleCameras(command, prepare);
        }
        ArchiveRequest request = named.get();
        ArchiveRun run = prepare.apply(request);
        StreamAccess.check(request, command.commandLine().getOut());
        run.run();
        return CommandLine.ExitCode.OK;
    }

    /** Runs on the sample cameras. */
    static int ofSampleCameras(CommandSpec command, Function<ArchiveRequest, ArchiveRun> prepare)
            throws Exception {
        PrintWriter terminal = command.commandLine().getOut();
        try (SampleCameras cameras = new SampleCameras(terminal)) {
            prepare.apply(cameras.request()).run();
        }
        terminal.println(
                "The same for your own streams: ./%s --stream NAME --region REGION"
                        .formatted(command.qualifiedName()));
        return CommandLine.ExitCode.OK;
    }
}
