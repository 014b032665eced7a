/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.ArchiveOptions;
import io.kvsarchive.examples.archive.EndOption;
import io.kvsarchive.examples.archive.StreamAccess;
import io.kvsarchive.service.StreamReference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plans a catalog. */
@Command(
        name = "plan",
        description =
                "Tells what streams hold, which gaps there are, and what reading them takes and"
                        + " costs. Takes the arguments of catalog, and lists the streams only: no"
                        + " media are read or paid for.")
public final class PlanCommand implements Callable<Integer> {

    @Spec private CommandSpec command;

    @Mixin private ArchiveOptions archive;

    @Mixin private EndOption end;

    @Option(
            names = "--price-per-gb",
            paramLabel = "USD",
            defaultValue = "0.0085",
            converter = Price.Converter.class,
            description =
                    "What reading 10^9 bytes costs, in US dollars. By default 0.0085, the service's"
                            + " published price in us-east-1.")
    private Price price;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Not used by a plan, which writes no files.")
    @SuppressWarnings("UnusedVariable") // so that a catalog's arguments will do
    private Path output;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            description = "Not used by a plan, which makes no checkpoints.")
    @SuppressWarnings("UnusedVariable") // so that a catalog's arguments will do
    private String checkpointInterval;

    @Override
    public Integer call() throws Exception {
        PlanRequest request = new PlanRequest(end.addTo(archive.request()), price);
        PrintWriter terminal = command.commandLine().getOut();
        PlanJob job = new PlanJob(request.archive());
        Set<StreamReference> broken = StreamAccess.check(request.archive(), terminal);
        terminal.println("Listing " + request.archive().describeStreams() + " ...");
        List<StreamTally> tallies = new ArrayList<>(job.run());
        request.archive().streams().stream()
                .map(StreamReference::new)
                .filter(stream -> !broken.contains(stream))
                .map(StreamReference::name)
                .filter(name -> tallies.stream().noneMatch(tally -> tally.stream.equals(name)))
                .toList()
                .forEach(name -> tallies.add(StreamTally.of(name)));
        new PlanReport(tallies, request, terminal).print();
        return 0;
    }
}
