/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import io.kvsarchive.local.service.Plane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a folder of Matroska files, or the sample archive, until it is interrupted. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Serves a folder of Matroska files as archived video streams, until Ctrl-C.",
            "A file X.mkv is the stream X, a folder is a stream of all .mkv files in it.",
            "Without a folder, the two sample cameras are served, or what --generated says."
        })
public final class ServeCommand implements Callable<Integer> {

    private static final int WRONG_ARGUMENTS = 2;

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder to serve.")
    private @Nullable Path folder;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "The port of the control plane; the three after it are for data. Free ones if"
                            + " not given.")
    private int port;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-west-2",
            description = "The region that clients must sign for. Default: ${DEFAULT-VALUE}")
    private String region;

    @Option(
            names = "--generated",
            paramLabel = "NAME=FRAGMENTS",
            converter = GeneratedOption.Converter.class,
            description =
                    "Adds a stream of so many generated fragments of 2 seconds, the last of which"
                            + " ends now. May be given more than once.")
    private List<GeneratedOption> generated = List.of();

    @Option(names = "--quotas", description = "Enforces the service's quotas.")
    private boolean enforcesQuotas;

    @Option(
            names = "--other-consumers",
            paramLabel = "SHARE",
            description =
                    "With --quotas: pretends that others take this share of each stream's quotas,"
                            + " 0 to 1.")
    private @Nullable Double otherConsumers;

    private ServeCommand() {}

    /** Runs the command and ends the process: 0 after --help, 1 if it can't serve, 2 if misused. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServeCommand())
                .setParameterExceptionHandler(
                        (e, arguments) ->
                                fail(e.getCommandLine().getErr(), e.getMessage(), WRONG_ARGUMENTS))
                .setExecutionExceptionHandler(
                        (e, commandLine, parsed) ->
                                fail(
                                        commandLine.getErr(),
                                        e.getMessage(),
                                        e instanceof IllegalArgumentException
                                                ? WRONG_ARGUMENTS
                                                : CommandLine.ExitCode.SOFTWARE));
    }

    private static int fail(PrintWriter err, @Nullable String message, int exitCode) {
        err.println("serve: " + message);
        return exitCode;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalKvsArchiveConfig config =
                LocalKvsArchiveConfig.builder().setPort(port).setRegion(region).build();
        Quotas enforced = quotas();
        try (LocalKvsArchive archive = start(config)) {
            fill(archive);
            archive.setQuotas(enforced);
            describe(archive, spec.commandLine().getOut());
            new CountDownLatch(1).await();
        }
        return CommandLine.ExitCode.OK;
    }

    private Quotas quotas() {
        if (!enforcesQuotas && otherConsumers != null) {
            throw new IllegalArgumentException("--other-consumers needs --quotas");
        }
        return enforcesQuotas
                ? Quotas.ofTheService()
                        .withOtherConsumers(otherConsumers == null ? 0 : otherConsumers)
                : Quotas.none();
    }

    private static LocalKvsArchive start(LocalKvsArchiveConfig config) throws IOException {
        try {
            return LocalKvsArchive.start(config);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void fill(LocalKvsArchive archive) throws IOException {
        if (folder != null && archive.addFolder(folder).isEmpty()) {
            throw new IOException(folder + " holds no .mkv files");
        }
        if (folder == null && generated.isEmpty()) {
            SampleArchive.addTo(archive);
        }
        Instant now = Instant.now();
        for (GeneratedOption stream : generated) {
            archive.createStream(stream.name());
            archive.addGeneratedStream(stream.endingAt(now));
        }
    }

    private String whatIsServed() {
        if (folder != null) {
            return folder.toString();
        }
        return generated.isEmpty() ? "the sample archive" : "generated streams";
    }

    private void describe(LocalKvsArchive archive, PrintWriter out) {
        List<StreamSummary> streams =
                archive.streamNames().stream()
                        .map(name -> StreamSummary.of(archive, name))
                        .toList();
        out.printf(
                "Serving %s in %s at %s until Ctrl-C%n%n",
                whatIsServed(), region, archive.endpoint());
        int width = streams.stream().mapToInt(stream -> stream.name().length()).max().orElse(0);
        String row = "  %-" + Math.max("stream".length(), width) + "s  %9s  %-24s  %s%n";
        out.printf(row, "stream", "fragments", "from", "to");
        streams.forEach(
                stream ->
                        out.printf(
                                row,
                                stream.name(),
                                stream.fragments(),
                                stream.extent().map(Extent::from).orElse(null),
                                stream.extent().map(Extent::to).orElse(null)));
        streams.stream()
                .filter(stream -> stream.extent().isPresent())
                .findFirst()
                .ifPresent(
                        stream ->
                                describeCommands(
                                        archive, stream.name(), stream.extent().get(), out));
        out.flush();
    }

    private void describeCommands(
            LocalKvsArchive archive, String stream, Extent extent, PrintWriter out) {
        String selector =
                """
                FragmentSelectorType=PRODUCER_TIMESTAMP,\
                TimestampRange={StartTimestamp=%s,EndTimestamp=%s}\
                """
                        .formatted(
                                extent.from().truncatedTo(ChronoUnit.SECONDS),
                                extent.to().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        """

        Any credentials will do, but requests must be signed:

          export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=%s

        As in the service, each API has an endpoint of its own. To try:

          aws kinesisvideo list-streams --endpoint-url %s

          aws kinesisvideo get-data-endpoint --endpoint-url %s --stream-name %s \
        --api-name LIST_FRAGMENTS

          aws kinesis-video-archived-media list-fragments --endpoint-url %s --stream-name %s \
        --fragment-selector '%s'

          aws kinesis-video-archived-media get-media-for-fragment-list --endpoint-url %s \
        --fragments %s --stream-name %s fragment.mkv
        """
                .formatted(
                        region,
                        archive.endpoint(),
                        archive.endpoint(),
                        stream,
                        archive.address(Plane.LISTING),
                        stream,
                        selector,
                        archive.address(Plane.MEDIA),
                        extent.firstFragmentNumber(),
                        stream)
                .lines()
                .forEach(out::println);
    }

    /** What is said of a stream. */
    private record StreamSummary(String name, long fragments, Optional<Extent> extent) {

        static StreamSummary of(LocalKvsArchive archive, String name) {
            List<StoredFragment> edges =
                    archive.edges(name)
                            .sorted(Comparator.comparing(StoredFragment::producerTimestamp))
                            .toList();
            if (edges.isEmpty()) {
                return new StreamSummary(name, 0, Optional.empty());
            }
            StoredFragment last = edges.get(edges.size() - 1);
            return new StreamSummary(
                    name,
                    archive.fragmentCount(name),
                    Optional.of(
                            new Extent(
                                    edges.get(0).fragmentNumber(),
                                    edges.get(0).producerTimestamp(),
                                    last.producerTimestamp().plus(last.duration()))));
        }
    }

    /** Where the fragments of a stream begin and end. */
    private record Extent(String firstFragmentNumber, Instant from, Instant to) {}
}
