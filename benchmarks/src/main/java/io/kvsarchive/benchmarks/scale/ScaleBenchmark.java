/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.Quotas;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads generated streams from a local archive that enforces the service's quotas. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "Reads generated streams from a local archive that enforces the service's"
                        + " quotas: a stream that is bound by fragments, one that is bound by"
                        + " bandwidth, a fleet with and without quotas, many fragments with and"
                        + " without their media, and several streams with several readers. Lists"
                        + " fragments of an archive in another process, and lets a job fail in the"
                        + " middle of what it reads.")
public final class ScaleBenchmark implements Callable<Integer> {

    private static final int FRAGMENTS_PER_SECOND = 500;
    private static final int CONNECTIONS = 5;

    /** Each reader has one connection at a time, of 25 MB per second. */
    private static final int READERS_OF_FLEET = 16;

    private static final int STREAMS_OF_MANY = 20;
    private static final double BYTES_PER_SECOND = CONNECTIONS * 25e6;
    private static final String ROW = "%-50s %12s %12s %8s %8s%n";

    @Spec private CommandSpec spec;

    @Option(
            names = "--small-fragments",
            defaultValue = "20000",
            description = "Fragments of the stream that is bound by fragments. Default: 20000")
    private long smallFragments;

    @Option(
            names = "--large-fragments",
            defaultValue = "300",
            description = "10 MB fragments of the one bound by bandwidth. Default: 300")
    private long largeFragments;

    @Option(names = "--streams", defaultValue = "1000", description = "Default: 1000")
    private int streams;

    @Option(
            names = "--fragments-each",
            defaultValue = "100",
            description = "Fragments of each stream of the fleet, 50 kB each. Default: 100")
    private long fragmentsEach;

    @Option(
            names = "--many-fragments",
            defaultValue = "1000000",
            description = "Tiny fragments, over 20 streams. Default: 1000000")
    private long manyFragments;

    @Option(
            names = "--grid",
            split = ",",
            defaultValue = "1,4,16",
            description = "How many streams, and how many readers. Default: 1,4,16")
    private List<Integer> grid;

    @Option(
            names = "--grid-fragments",
            defaultValue = "4000",
            description = "Of each of these streams. Default: 4000")
    private long gridFragments;

    @Option(
            names = "--enumerated",
            split = ",",
            defaultValue = "1,10,100",
            description = "Million fragments to list. Default: 1,10,100")
    private List<Double> enumerated;

    @Option(
            names = "--recovery-fragments",
            defaultValue = "250",
            description = "Of 1 MB, of each of eight streams. Default: 250")
    private long recoveryFragments;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, ROW, "what", "measured", "limit", "ratio", "refused");
        out.flush();
        fragmentBound(out);
        bandwidthBound(out);
        fleet(out);
        many(out);
        grid(out);
        out.println();
        ResultTable table = new ResultTable(out, "unit as named");
        new Enumeration().print(table, enumerated);
        new Recovery(recoveryFragments).print(table);
        return 0;
    }

    private void fragmentBound(PrintWriter out) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addGeneratedStream(
                    stream("small", smallFragments, GeneratedTrack.video(1, 20, 60)));
            archive.setQuotas(Quotas.ofTheService());
            Reading reading =
                    new ReadingJob(archive.endpoint(), "small", 1, CONNECTIONS).readFrames();
            // The first second's worth is there from the start.
            double perSecond =
                    (reading.records() - FRAGMENTS_PER_SECOND) / Reading.seconds(reading.reading());
            row(out, "one stream, fragments per second", perSecond, FRAGMENTS_PER_SECOND, archive);
        }
    }

    private void bandwidthBound(PrintWriter out) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addGeneratedStream(
                    stream("large", largeFragments, GeneratedTrack.video(10, 990_000, 1_010_000)));
            archive.setQuotas(Quotas.ofTheService());
            Reading reading =
                    new ReadingJob(archive.endpoint(), "large", 1, CONNECTIONS).readFrames();
            row(
                    out,
                    "one stream, MB per second",
                    reading.bytesPerSecond() / 1e6,
                    BYTES_PER_SECOND / 1e6,
                    archive);
        }
    }

    private void fleet(PrintWriter out) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            for (int i = 0; i < streams; i++) {
                archive.addGeneratedStream(
                        stream("cam-" + i, fragmentsEach, GeneratedTrack.video(5, 9_000, 11_000)));
            }
            ReadingJob job = new ReadingJob(archive.endpoint(), "cam-", 0.8, READERS_OF_FLEET);
            job.readFrames();
            Reading unlimited = job.readFrames();
            archive.setQuotas(Quotas.ofTheService());
            Reading limited = job.readFrames();
            row(
                    out,
                    streams + " streams, MB per second, quotas against none",
                    limited.bytes() / 1e6 / Reading.seconds(limited.total()),
                    unlimited.bytes() / 1e6 / Reading.seconds(unlimited.total()),
                    archive);
        }
    }

    private void many(PrintWriter out) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            for (int i = 0; i < STREAMS_OF_MANY; i++) {
                archive.addGeneratedStream(
                        stream(
                                "many-" + i,
                                manyFragments / STREAMS_OF_MANY,
                                GeneratedTrack.video(1, 20, 60)));
            }
            archive.setQuotas(Quotas.ofTheService());
            ReadingJob job = new ReadingJob(archive.endpoint(), "many-", 1, CONNECTIONS);
            Reading listing = job.readListing();
            long pages = archive.requests().count("ListFragments");
            Reading reading = job.readFrames();
            double listingSeconds = Reading.seconds(listing.total());
            double seconds = Reading.seconds(reading.total());
            row(
                    out,
                    "many fragments, listed for each one",
                    pages * 1000.0 / listing.records(),
                    1,
                    archive);
            row(
                    out,
                    "many fragments, seconds, listing alone against all",
                    listingSeconds,
                    seconds,
                    archive);
            row(
                    out,
                    "many fragments, seconds to the first frame",
                    Reading.seconds(reading.untilFirst()),
                    seconds,
                    archive);
        }
    }

    private void grid(PrintWriter out) throws Exception {
        for (int count : grid) {
            try (LocalKvsArchive archive = LocalKvsArchive.start()) {
                for (int i = 0; i < count; i++) {
                    archive.addGeneratedStream(
                            stream("grid-" + i, gridFragments, GeneratedTrack.video(1, 20, 60)));
                }
                archive.setQuotas(Quotas.ofTheService());
                for (int readers : grid) {
                    Reading reading =
                            new ReadingJob(archive.endpoint(), "grid-", 1, readers).readFrames();
                    double burst = (double) count * FRAGMENTS_PER_SECOND;
                    row(
                            out,
                            "streams " + count + ", readers " + readers + ": fragments per second",
                            (reading.records() - burst) / Reading.seconds(reading.reading()),
                            burst,
                            archive);
                }
            }
        }
    }

    private static GeneratedStream stream(String name, long fragments, GeneratedTrack track) {
        return GeneratedStream.builder(name)
                .setFragmentDuration(Duration.ofSeconds(1))
                .setFragmentCount(fragments)
                .setTracks(track)
                .build();
    }

    private static void row(
            PrintWriter out, String what, double measured, double limit, LocalKvsArchive archive) {
        out.printf(
                Locale.ROOT,
                ROW,
                what,
                format(measured),
                format(limit),
                format(measured / limit),
                archive.requests().refused());
        out.flush();
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }
}
