/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.service.FragmentSelectorType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
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
                        access(),
                        output == null ? CatalogOutput.newDirectory() : output,
                        parallelism);
        CatalogRun run = new CatalogRun(request, System.out);
        StreamAccess.check(request);
        run.run();
        return 0;
    }

    private Configuration access() {
        Configuration access = new Configuration();
        if (region != null) {
            access.set(KvsArchiveSourceOptions.AWS_REGION, region);
        }
        if (endpoint != null) {
            access.set(KvsArchiveSourceOptions.AWS_ENDPOINT, endpoint);
        }
        return access;
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
}
