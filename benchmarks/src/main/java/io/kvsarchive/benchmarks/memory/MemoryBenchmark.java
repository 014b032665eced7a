/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.memory;

import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.server.MediaServer;
import io.kvsarchive.benchmarks.server.ServerProcess;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads fragments side by side, in as little heap as will do. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description =
                "Holds 1, 8 and 32 fragments of 1 and of 20 MB that are read at the same time, each"
                    + " by a service and a parser of its own, in a process of their own. Prints how"
                    + " much heap is alive when all are whole, and the least heap (-Xmx) in which"
                    + " they can be read.")
public final class MemoryBenchmark implements Callable<Integer> {

    private static final int FRAME_BYTES = 100_000;
    private static final int FRAGMENTS_OF_EACH = 3;
    private static final double MB = 1e6;
    private static final long MIB = 1024 * 1024;
    private static final long ROOMY_MIB = 4096;

    /** Heaps are tried to within a twentieth. */
    private static final double PRECISION = 1.05;

    @Spec private CommandSpec spec;

    @Option(
            names = "--readers",
            split = ",",
            defaultValue = "1,8,32",
            description = "How many at the same time. Default: 1,8,32")
    private List<Integer> readers;

    @Option(
            names = "--megabytes",
            split = ",",
            defaultValue = "1,20",
            description = "Of a fragment. Default: 1,20")
    private List<Integer> megabytes;

    @Override
    public Integer call() throws Exception {
        ResultTable table = new ResultTable(spec.commandLine().getOut(), "MB of heap");
        for (int size : megabytes) {
            Path fragment = Files.createTempFile("fragment", ".mkv");
            try {
                Files.write(fragment, fragment(size));
                try (ServerProcess server =
                        ServerProcess.start(
                                MediaServer.class,
                                "http",
                                fragment.toString(),
                                String.valueOf(FRAGMENTS_OF_EACH))) {
                    for (int count : readers) {
                        measure(server.endpoint(), count, size, table);
                    }
                }
            } finally {
                Files.delete(fragment);
            }
        }
        return 0;
    }

    private static byte[] fragment(int megabytes) throws IOException {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addGeneratedStream(
                    GeneratedStream.builder("stream")
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(1)
                            .setTracks(
                                    GeneratedTrack.video(
                                            megabytes * MB / FRAME_BYTES, FRAME_BYTES, FRAME_BYTES))
                            .build());
            String number =
                    archive.fragments("stream")
                            .map(StoredFragment::fragmentNumber)
                            .findFirst()
                            .orElseThrow();
            return archive.readFragment("stream", number);
        }
    }

    private static void measure(URI endpoint, int readers, int megabytes, ResultTable table)
            throws IOException, InterruptedException {
        String what = readers + (readers == 1 ? " fragment" : " fragments") + " of " + megabytes;
        double themselves = (double) readers * megabytes;
        long live = hold(endpoint, readers, ROOMY_MIB).orElseThrow();
        table.row(what + " MB, alive", live / MB, "the fragments themselves", themselves, "");
        double least = leastHeap(endpoint, readers, live / MIB) * MIB / MB;
        table.row(what + " MB, least heap", least, "the fragments themselves", themselves, "");
    }

    private static long leastHeap(URI endpoint, int readers, long liveMib)
            throws IOException, InterruptedException {
        long tooSmall = Math.max(2, liveMib / 2);
        long enough = ROOMY_MIB;
        while (enough > tooSmall * PRECISION + 1) {
            long between = Math.max(tooSmall + 1, (long) Math.sqrt((double) tooSmall * enough));
            if (hold(endpoint, readers, between).isPresent()) {
                enough = between;
            } else {
                tooSmall = between;
            }
        }
        return enough;
    }

    /** How many bytes are alive, or nothing if the heap is too small. */
    private static OptionalLong hold(URI endpoint, int readers, long heapMib)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heapMib + "m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HeldFragments.class.getName(),
                                endpoint.toString(),
                                String.valueOf(readers))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> said;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            said = output.lines().toList();
        }
        // Logging may have said something before.
        return process.waitFor() == 0
                ? OptionalLong.of(Long.parseLong(said.get(said.size() - 1)))
                : OptionalLong.empty();
    }
}
