/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import com.sun.management.OperatingSystemMXBean;
import io.kvsarchive.benchmarks.compare.Comparison;
import io.kvsarchive.benchmarks.compare.Cost;
import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.compare.Way;
import io.kvsarchive.benchmarks.parse.Body;
import io.kvsarchive.benchmarks.peer.ParserLibrary;
import io.kvsarchive.benchmarks.server.MediaServer;
import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.benchmarks.server.ServerProcess;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads an answer of a server in another process, by several means. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description =
                "Reads one answer of GetMediaForFragmentList on one thread: with the connector's"
                    + " service and parser, with the SDK alone, and with the SDK and the Parser"
                    + " Library; with each HTTP client of the SDK, plain and over TLS. The server"
                    + " is a process of its own. CPU time is that of all threads of this process."
                    + " Rounds alternate, and medians are shown.")
public final class ReadBenchmark implements Callable<Integer> {

    private static final String CONNECTOR = "connector";
    private static final String LIBRARY = "SDK and Parser Library, Apache 4";
    private static final double GB = 1e9;
    private static final StreamReference STREAM = new StreamReference("stream");

    @Spec private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
    private int rounds;

    @Option(
            names = "--repeats",
            defaultValue = "50",
            description = "How often an answer repeats 10 MB of camera video. Default: 50")
    private int repeats;

    /** Takes all that a body has. */
    private interface Reader {
        void read(InputStream body) throws Exception;
    }

    /** Reads an answer once. */
    private interface Reading {
        void run() throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        Path file = Files.createTempFile("read", ".mkv");
        try {
            byte[] part = Body.CAMERA_2_MBPS.bytes();
            Files.write(file, part);
            double gigabytes = part.length * (double) repeats / GB;
            String times = String.valueOf(repeats);
            ResultTable table = new ResultTable(spec.commandLine().getOut(), "CPU seconds per GB");
            for (String scheme : List.of("http", "https")) {
                try (ServerProcess server =
                        ServerProcess.start(MediaServer.class, scheme, file.toString(), times)) {
                    print(compare(server.endpoint(), gigabytes), scheme, table);
                }
            }
            try (ServerProcess server =
                    ServerProcess.start(MediaServer.class, "http", file.toString(), times)) {
                new EndingBenchmark(server.endpoint()).print(spec.commandLine().getOut());
            }
        } finally {
            Files.delete(file);
        }
        return 0;
    }

    private Comparison compare(URI endpoint, double gigabytes) throws Exception {
        Map<HttpClient, MediaClient> clients = new LinkedHashMap<>();
        try (ArchiveService service = new AwsArchiveService(ServerAccess.settings(endpoint))) {
            for (HttpClient http : HttpClient.values()) {
                clients.put(http, http.open(endpoint));
            }
            MediaClient apache4 =
                    Objects.requireNonNull(clients.get(HttpClient.APACHE_4), "apache4");
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(
                    CONNECTOR,
                    () -> measure(gigabytes, () -> readWithConnector(service, endpoint)));
            ways.put(
                    LIBRARY,
                    () -> measure(gigabytes, () -> read(apache4, ReadBenchmark::parseWithLibrary)));
            clients.forEach(
                    (http, client) -> {
                        ways.put(
                                drain(http),
                                () ->
                                        measure(
                                                gigabytes,
                                                () -> read(client, BodyReader.DRAIN::read)));
                        ways.put(
                                parse(http),
                                () ->
                                        measure(
                                                gigabytes,
                                                () -> read(client, BodyReader.PARSER::read)));
                    });
            return Comparison.of(ways, rounds);
        } finally {
            clients.values().forEach(MediaClient::close);
        }
    }

    private static String drain(HttpClient http) {
        return "SDK alone, " + http.description();
    }

    private static String parse(HttpClient http) {
        return "SDK and the connector's parser, " + http.description();
    }

    private static Cost measure(double gigabytes, Reading reading) throws Exception {
        OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = System.nanoTime();
        long cpuStart = process.getProcessCpuTime();
        reading.run();
        return new Cost(
                gigabytes,
                (System.nanoTime() - start) / 1e9,
                (process.getProcessCpuTime() - cpuStart) / 1e9);
    }

    private static void readWithConnector(ArchiveService service, URI endpoint) throws Exception {
        try (MediaBody body = service.getMedia(STREAM, endpoint, List.of("1"))) {
            read(body.stream(), BodyReader.PARSER::read);
        }
    }

    private static void read(MediaClient client, Reader reader) throws Exception {
        try (InputStream body = client.getMedia()) {
            read(body, reader);
        }
    }

    private static void read(InputStream body, Reader reader) throws Exception {
        reader.read(body);
        if (body.read() >= 0) {
            throw new IllegalStateException("The answer has not been read to its end");
        }
    }

    private static void parseWithLibrary(InputStream body) throws IOException {
        ParserLibrary.read(body, payload -> {});
    }

    private static void print(Comparison comparison, String scheme, ResultTable table) {
        row(comparison, scheme, CONNECTOR, drain(HttpClient.APACHE_4), "at most 1.4", table);
        row(comparison, scheme, CONNECTOR, LIBRARY, "", table);
        for (HttpClient http : HttpClient.values()) {
            row(comparison, scheme, parse(http), drain(http), "", table);
            if (http != HttpClient.APACHE_4) {
                row(comparison, scheme, drain(http), drain(HttpClient.APACHE_4), "", table);
            }
        }
    }

    private static void row(
            Comparison comparison,
            String scheme,
            String way,
            String peer,
            String goal,
            ResultTable table) {
        table.row(
                scheme + ": " + way,
                comparison.figure(way, Cost::cpuSecondsEach),
                peer,
                comparison.figure(peer, Cost::cpuSecondsEach),
                comparison.ratio(way, peer, Cost::cpuSecondsEach),
                goal);
    }
}
