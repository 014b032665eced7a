/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** The arguments that say which streams are read, from when on, and where they are. */
public final class StreamOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean isHelpRequested;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "A video stream, by name or ARN. Can be repeated.")
    private List<String> streams = List.of();

    @Option(
            names = "--stream-prefix",
            paramLabel = "PREFIX",
            description =
                    "All streams of the account and region whose names begin so, beside those of"
                            + " --stream.")
    private String streamPrefix;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Read fragments that begin then or later, such as 2025-03-14T09:00:00Z.")
    private Instant start;

    @Option(names = "--region", paramLabel = "REGION", description = "The AWS region.")
    private String region;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The URL of the control plane, if it's not the region's own.")
    private String endpoint;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many readers read at a time. By default one for each processor.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    /**
     * What the arguments ask for, which may be no streams at all.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public ArchiveRequest request() {
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "--parallelism is " + parallelism + "; it must be at least 1");
        }
        return new ArchiveRequest(
                streams,
                Optional.ofNullable(streamPrefix),
                Optional.ofNullable(start),
                Optional.empty(),
                FragmentSelectorType.PRODUCER_TIMESTAMP,
                Sampling.ALL,
                access(),
                parallelism);
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
}
