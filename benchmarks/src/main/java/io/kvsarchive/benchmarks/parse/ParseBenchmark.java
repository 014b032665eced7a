/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.parse;

import io.kvsarchive.benchmarks.compare.Comparison;
import io.kvsarchive.benchmarks.compare.Cost;
import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.peer.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Parses bodies that are in memory, by several means. */
@Command(
        name = "parse",
        mixinStandardHelpOptions = true,
        description =
                "Makes frames of the bytes of several bodies, in memory and on one thread:"
                        + " with the connector's parser, with the Parser Library, with the ffmpeg"
                        + " command from a file, and by nothing but copying each payload once. JMH"
                        + " measures; rounds alternate, and medians are shown.")
public final class ParseBenchmark implements Callable<Integer> {

    private static final String CONNECTOR = "connector";
    private static final String LIBRARY = "parserLibrary";
    private static final String COPIES = "copies";
    private static final String FFMPEG = "ffmpeg -c copy";
    private static final String PAYLOAD = "the payload itself";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MB = 1e6;

    private static final Map<Body, String> GOALS_BESIDE_LIBRARY = new EnumMap<>(Body.class);

    static {
        GOALS_BESIDE_LIBRARY.put(Body.CAMERA_2_MBPS, "at least 4");
        GOALS_BESIDE_LIBRARY.put(Body.CAMERA_8_MBPS, "at least 4");
        GOALS_BESIDE_LIBRARY.put(Body.TINY, "at least 20");
    }

    @Spec private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
    private int rounds;

    @Option(
            names = "--iterations",
            defaultValue = "3",
            description = "Of each second, in each round, after five to warm up. Default: 3")
    private int iterations;

    @Option(
            names = "--milliseconds",
            defaultValue = "1000",
            description = "Of an iteration. Default: 1000")
    private int milliseconds;

    @Option(
            names = "--bodies",
            split = ",",
            defaultValue = "CAMERA_2_MBPS,CAMERA_8_MBPS,AUDIO,TINY",
            description = "Some of ${COMPLETION-CANDIDATES}. Default: all")
    private List<Body> bodies;

    /** What JMH found of one body in all rounds. */
    private record Found(Comparison speeds, Comparison allocations) {}

    @Override
    public Integer call() throws Exception {
        Map<Body, Found> found = new EnumMap<>(Body.class);
        for (int round = 0; round < rounds; round++) {
            for (Body body : bodies) {
                measure(
                        body,
                        found.computeIfAbsent(
                                body, key -> new Found(new Comparison(), new Comparison())));
            }
        }
        ResultTable speeds = new ResultTable(spec.commandLine().getOut(), "MB per CPU second");
        found.forEach((body, of) -> printSpeeds(speeds, body, of.speeds()));
        spec.commandLine().getOut().println();
        ResultTable allocations =
                new ResultTable(spec.commandLine().getOut(), "allocated bytes per frame");
        found.forEach((body, of) -> printAllocations(allocations, body, of.allocations()));
        return 0;
    }

    private void measure(Body body, Found found)
            throws IOException, InterruptedException, RunnerException {
        byte[] bytes = body.bytes();
        Payloads payloads = Payloads.of(bytes);
        for (RunResult result : runJmh(body)) {
            String way = result.getPrimaryResult().getLabel();
            found.speeds()
                    .add(
                            way,
                            new Cost(
                                    bytes.length / MB,
                                    result.getPrimaryResult().getScore(),
                                    secondary(result, CpuProfiler.SECONDS)));
            double allocated = secondary(result, ALLOCATED);
            found.allocations().add(way, new Cost(allocated, payloads.count(), payloads.count()));
        }
        found.allocations()
                .add(PAYLOAD, new Cost(payloads.bytes(), payloads.count(), payloads.count()));
        found.speeds().add(FFMPEG, runFfmpeg(bytes));
    }

    private static double secondary(RunResult result, String label) {
        return Objects.requireNonNull(result.getSecondaryResults().get(label), label).getScore();
    }

    private Collection<RunResult> runJmh(Body body) throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(FragmentParsing.class.getName())
                                .param("body", body.name())
                                .addProfiler(CpuProfiler.class)
                                .addProfiler(GCProfiler.class)
                                .forks(1)
                                .warmupIterations(5)
                                .warmupTime(TimeValue.milliseconds(milliseconds))
                                .measurementIterations(iterations)
                                .measurementTime(TimeValue.milliseconds(milliseconds))
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }

    private static Cost runFfmpeg(byte[] bytes) throws IOException, InterruptedException {
        Path file = Files.createTempFile("parse", ".mkv");
        try {
            Files.write(file, bytes);
            return FfmpegCommand.read(file, bytes.length / MB, "-map", "0", "-c", "copy");
        } finally {
            Files.delete(file);
        }
    }

    private static void printSpeeds(ResultTable table, Body body, Comparison speeds) {
        printBeside(table, body, speeds, LIBRARY, GOALS_BESIDE_LIBRARY.getOrDefault(body, ""));
        printBeside(table, body, speeds, FFMPEG, "");
        printBeside(table, body, speeds, COPIES, body == Body.TINY ? "" : "at least 0.8");
    }

    private static void printAllocations(ResultTable table, Body body, Comparison allocations) {
        printBeside(table, body, allocations, LIBRARY, "");
        printBeside(table, body, allocations, PAYLOAD, body == Body.TINY ? "" : "at most 1.1");
    }

    private static void printBeside(
            ResultTable table, Body body, Comparison comparison, String peer, String goal) {
        table.row(
                body.description(),
                comparison.figure(CONNECTOR, Cost::perCpuSecond),
                peer,
                comparison.figure(peer, Cost::perCpuSecond),
                comparison.ratio(CONNECTOR, peer, Cost::perCpuSecond),
                goal);
    }
}
