/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.archive.EndOption;
import io.kvsarchive.examples.archive.StreamOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs SQL on streams of the user's own, or on the sample cameras. */
@Command(
        name = "sql",
        description =
                "Runs a script of Flink SQL and prints what its queries answer. Its tables with"
                        + " 'connector' = 'kvs-archive' read what they say, or what the other"
                        + " arguments say instead: --stream takes the place of 'stream.names',"
                        + " --region of 'aws.region', and so on. Without --file, the scripts in"
                        + " examples/sql; without any arguments, these on two sample cameras that a"
                        + " local archive serves. Credentials come from the AWS default chain.")
public final class SqlCommand implements Callable<Integer> {

    private static final List<String> SAMPLES =
            List.of("gaps.sql", "activity.sql", "cameras-joined.sql");

    @Spec private CommandSpec command;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The script: statements with semicolons between them.")
    private Path file;

    @Mixin private StreamOptions streams;

    @Mixin private EndOption end;

    /** Tries no stream beforehand: how to get at them is the script's to say. */
    @Override
    public Integer call() throws Exception {
        PrintWriter terminal = command.commandLine().getOut();
        List<SqlScript> scripts = scripts();
        if (command.commandLine().getParseResult().matchedArgs().isEmpty()) {
            return ArchiveRun.ofSampleCameras(
                    command, request -> new SqlRun(scripts, request, terminal));
        }
        new SqlRun(scripts, request(), terminal).run();
        return CommandLine.ExitCode.OK;
    }

    private List<SqlScript> scripts() throws IOException {
        if (file != null) {
            return List.of(SqlScript.read(file));
        }
        List<SqlScript> samples = new ArrayList<>();
        for (String name : SAMPLES) {
            samples.add(SqlScript.sample(name));
        }
        return samples;
    }

    private ArchiveRequest request() {
        ArchiveRequest request = end.addTo(streams.request());
        if (file == null && !request.namesStreams()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Missing required option: '--file=FILE', '--stream=NAME' or"
                            + " '--stream-prefix=PREFIX'");
        }
        return request;
    }
}
