/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.archive.ArchiveOptions;
import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.DurationConverter;
import io.kvsarchive.examples.archive.StreamAccess;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.examples.lines.OutputOptions;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Catalogs streams as they grow. */
@Command(
        name = "unbounded",
        description =
                "Writes one line of JSON for each frame from --start on, by default from now on,"
                        + " and goes on with what comes until Ctrl-C. Credentials come from the AWS"
                        + " default chain.")
public final class UnboundedCommand implements Callable<Integer> {

    private static final Path PARENT = Path.of("unbounded");

    @Spec private CommandSpec command;

    @Mixin private ArchiveOptions archive;

    @Option(
            names = "--lateness",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long after its server timestamp a fragment may become visible and still be"
                            + " read. By default 2 min.")
    private Duration lateness = KvsArchiveSourceOptions.UNBOUNDED_LATENESS.defaultValue();

    @Mixin private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        ArchiveRequest all = archive.request();
        Instant start = all.start().orElseGet(Instant::now);
        LinesRequest request =
                output.request(all.between(Optional.of(start), Optional.empty()), PARENT);
        request.archive().options().set(KvsArchiveSourceOptions.UNBOUNDED_LATENESS, lateness);
        PrintWriter terminal = command.commandLine().getOut();
        UnboundedRun run = new UnboundedRun(request, terminal);
        StreamAccess.check(request.archive(), terminal);
        run.run();
        return 0;
    }
}
