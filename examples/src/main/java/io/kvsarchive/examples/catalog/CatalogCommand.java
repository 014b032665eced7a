/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.loss.LostFragmentPolicy;
import io.kvsarchive.service.FragmentSelectorType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Catalogs streams of the user's own. */
@Command(
        name = "catalog",
        description =
                "Writes one line of JSON for each frame that streams hold. Without times, all that"
                        + " is stored. Credentials come from the AWS default chain.")
public final class CatalogCommand implements Callable<Integer> {

    /** Flink takes none that is shorter. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    /** The names of selectors on the command line. */
    enum Selector {
        PRODUCER(FragmentSelectorType.PRODUCER_TIMESTAMP),
        SERVER(FragmentSelectorType.SERVER_TIMESTAMP);

        private final FragmentSelectorType type;

        Selector(FragmentSelectorType type) {
            this.type = type;
        }
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean helpRequested;

    @Option(
            names = "--stream",
            required = true,
            paramLabel = "NAME",
            description = "A video stream, by name or ARN. Can be repeated.")
    private List<String> streams;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Read fragments that begin then or later, such as 2025-03-14T09:00:00Z.")
    private Instant start;

    @Option(
            names = "--end",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Read fragments that begin then or earlier.")
    private Instant end;

    @Option(
            names = "--selector",
            paramLabel = "producer|server",
            defaultValue = "producer",
            description = "Which of a fragment's times --start and --end are about.")
    private Selector selector;

    @Option(names = "--region", paramLabel = "REGION", description = "The AWS region.")
    private String region;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The URL of the control plane, if it's not the region's own.")
    private String endpoint;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "A new or empty directory. By default one below ./catalog.")
    private Path output;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many readers read at a time. By default one for each processor.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            defaultValue = "10 s",
            converter = DurationConverter.class,
            description =
                    "How much time passes from one checkpoint to the next, such as 500 ms or 1 min."
                            + " By default 10 s.")
    private Duration checkpointInterval;

    @Option(
            names = "--on-lost-fragment",
            paramLabel = "fail|skip",
            defaultValue = "fail",
            description =
                    "What to do about a fragment that is listed and can't be had: fail, or go on"
                            + " without it.")
    private LostFragmentPolicy onLostFragment;

    @Override
    public Integer call() throws Exception {
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "--parallelism is " + parallelism + "; it must be at least 1");
        }
        CatalogRequest request =
                new CatalogRequest(
                        streams,
                        Optional.ofNullable(start),
                        Optional.ofNullable(end),
                        selector.type,
                        options(),
                        output == null ? CatalogOutput.newDirectory() : output,
                        parallelism,
                        checkpointInterval);
        CatalogRun run = new CatalogRun(request, System.out);
        StreamAccess.check(request);
        run.run();
        return 0;
    }

    private Configuration options() {
        Configuration options = new Configuration();
        options.set(KvsArchiveSourceOptions.ON_LOST_FRAGMENT, onLostFragment);
        if (region != null) {
            options.set(KvsArchiveSourceOptions.AWS_REGION, region);
        }
        if (endpoint != null) {
            options.set(KvsArchiveSourceOptions.AWS_ENDPOINT, endpoint);
        }
        return options;
    }

    /** Says what an instant looks like. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not an ISO-8601 instant such as 2025-03-14T09:00:00Z");
            }
        }
    }

    /** Says what a duration looks like. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration duration = TimeUtils.parseDuration(text);
                if (duration.toMillis() >= SHORTEST_INTERVAL.toMillis()) {
                    return duration;
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a duration such as 500 ms, 10 s or 1 min");
            }
            throw new TypeConversionException(
                    "'" + text + "' is too short; it must be at least 10 ms");
        }
    }
}
