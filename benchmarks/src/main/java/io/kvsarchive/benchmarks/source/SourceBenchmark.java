/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import io.kvsarchive.benchmarks.compare.Comparison;
import io.kvsarchive.benchmarks.compare.Cost;
import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.compare.Way;
import io.kvsarchive.benchmarks.read.BodyReader;
import io.kvsarchive.benchmarks.server.ArchiveServer;
import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.benchmarks.server.ServerProcess;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.StreamReference;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs whole Flink jobs that read a stream, and reads it without Flink. */
@Command(
        name = "source",
        mixinStandardHelpOptions = true,
        description =
                "Reads a stream of large and one of small frames from an archive in another"
                    + " process: with a job of the source and a sink that throws away; with a job"
                    + " that gives lists of fragments to a flatMap, which calls the SDK and the"
                    + " Parser Library; and on one thread without Flink, with the connector's"
                    + " parser and with nothing. CPU time is that of the threads that read and"
                    + " emit. Rounds alternate, and medians are shown.")
public final class SourceBenchmark implements Callable<Integer> {

    private static final String SOURCE = "job with the source";
    private static final String FLAT_MAP = "job with a flatMap";
    private static final String READ = "read, without Flink";
    private static final String DRAIN = "drain, without Flink";
    private static final String NAME = ArchiveServer.STREAM_PREFIX + 0;

    // Of each fragment: so many that the quota of 500 fragments per second is far away.
    private static final int LARGE_FRAMES = 60;
    private static final int SMALL_FRAMES = 10_000;

    private static final int LARGE_BYTES = 100_000;
    private static final int SMALL_BYTES = 200;
    private static final double MB = 1e6;

    @Spec private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
    private int rounds;

    @Option(
            names = "--large-fragments",
            defaultValue = "1000",
            description = "Of 60 frames of 100 kB. Default: 1000")
    private int largeFragments;

    @Option(
            names = "--small-fragments",
            defaultValue = "1000",
            description = "Of 10000 frames of 200 bytes. Default: 1000")
    private int smallFragments;

    @Override
    public Integer call() throws Exception {
        ResultTable table = new ResultTable(spec.commandLine().getOut(), "per CPU second");
        try (MiniCluster cluster = startCluster()) {
            measure(
                    "MB, large frames",
                    largeFragments,
                    LARGE_FRAMES,
                    LARGE_BYTES,
                    stream -> stream.bytes() / MB,
                    cluster,
                    table);
            measure(
                    "frames, of 200 bytes",
                    smallFragments,
                    SMALL_FRAMES,
                    SMALL_BYTES,
                    ListedStream::frames,
                    cluster,
                    table);
        }
        return 0;
    }

    /** One for all jobs: each new cluster would load and compile Flink's own classes anew. */
    private static MiniCluster startCluster() throws Exception {
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(1)
                                .build());
        cluster.start();
        return cluster;
    }

    private void measure(
            String unit,
            int fragments,
            int framesEach,
            int frameBytes,
            ToDoubleFunction<ListedStream> amount,
            MiniCluster cluster,
            ResultTable table)
            throws Exception {
        try (ServerProcess server =
                ServerProcess.start(
                        ArchiveServer.class,
                        "1",
                        String.valueOf(fragments),
                        String.valueOf(framesEach),
                        String.valueOf(frameBytes))) {
            ListedStream stream =
                    ListedStream.list(server.endpoint(), NAME, framesEach, frameBytes);
            double each = amount.applyAsDouble(stream);
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(SOURCE, () -> run(each, stream, source(stream), cluster));
            ways.put(FLAT_MAP, () -> run(each, stream, flatMap(stream), cluster));
            ways.put(READ, () -> read(each, stream, BodyReader.PARSER));
            ways.put(DRAIN, () -> read(each, stream, BodyReader.DRAIN));
            print(Comparison.of(ways, rounds), unit, table);
        }
    }

    private static void print(Comparison comparison, String unit, ResultTable table) {
        boolean isLarge = unit.startsWith("MB");
        beside(comparison, unit, FLAT_MAP, "at least 2", table);
        beside(comparison, unit, READ, isLarge ? "at least 0.8" : "", table);
        beside(comparison, unit, DRAIN, "", table);
        if (!isLarge) {
            table.row(
                    unit + ": " + SOURCE,
                    comparison.figure(SOURCE, Cost::perCpuSecond),
                    "goal",
                    1e6,
                    "at least 1");
        }
        table.row(
                unit + ", by the clock: " + SOURCE,
                comparison.figure(SOURCE, Cost::perSecond),
                FLAT_MAP,
                comparison.figure(FLAT_MAP, Cost::perSecond),
                comparison.ratio(SOURCE, FLAT_MAP, Cost::perSecond),
                "");
    }

    private static void beside(
            Comparison comparison, String unit, String peer, String goal, ResultTable table) {
        table.row(
                unit + ": " + SOURCE,
                comparison.figure(SOURCE, Cost::perCpuSecond),
                peer,
                comparison.figure(peer, Cost::perCpuSecond),
                comparison.ratio(SOURCE, peer, Cost::perCpuSecond),
                goal);
    }

    private static StreamExecutionEnvironment source(ListedStream stream) {
        StreamExecutionEnvironment env = environment();
        discard(
                env.fromSource(
                        KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames())
                                .setOptions(ServerAccess.options(stream.endpoint()))
                                .setOption(KvsArchiveSourceOptions.QUOTA_SHARE, 1.0)
                                .setStreams(stream.name())
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "archive"));
        return env;
    }

    private static StreamExecutionEnvironment flatMap(ListedStream stream) {
        StreamExecutionEnvironment env = environment();
        discard(
                env.fromData(stream.requests(), Types.LIST(Types.STRING))
                        .flatMap(new LibraryFlatMap(stream.mediaEndpoint(), stream.name()))
                        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        return env;
    }

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        return env;
    }

    private static <T> void discard(DataStream<T> frames) {
        frames.sinkTo(new CountedSink<>());
    }

    private static Cost run(
            double amount, ListedStream stream, StreamExecutionEnvironment job, MiniCluster cluster)
            throws Exception {
        long start = System.nanoTime();
        ThreadTimes times = new ThreadTimes();
        cluster.executeJobBlocking(job.getStreamGraph().getJobGraph());
        double cpuSeconds = times.stop();
        requireAll(CountedSink.takeCount(), stream.frames());
        return new Cost(amount, (System.nanoTime() - start) / 1e9, cpuSeconds);
    }

    private static void requireAll(long read, long all) {
        if (read < all) {
            throw new IllegalStateException("Only " + read + " of " + all + " were read");
        }
    }

    private static Cost read(double amount, ListedStream stream, BodyReader reader)
            throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpuStart = threads.getCurrentThreadCpuTime();
        long bytes = 0;
        try (ArchiveService service =
                new AwsArchiveService(ServerAccess.settings(stream.endpoint()))) {
            for (List<String> request : stream.requests()) {
                try (MediaBody body =
                        service.getMedia(
                                new StreamReference(stream.name()),
                                stream.mediaEndpoint(),
                                request)) {
                    bytes += reader.read(body.stream());
                }
            }
        }
        requireAll(bytes, stream.bytes());
        return new Cost(
                amount,
                (System.nanoTime() - start) / 1e9,
                (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9);
    }
}
