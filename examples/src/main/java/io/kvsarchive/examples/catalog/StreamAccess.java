/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * Tries to reach the streams before a job is started, with less patience than a job has: at a
 * terminal, a wrong name or address should be told within seconds.
 */
final class StreamAccess {

    private static final RetrySettings IMPATIENT =
            new RetrySettings(4, Duration.ofMillis(200), Duration.ofSeconds(1));
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private StreamAccess() {}

    /**
     * Asks for the data endpoint of each stream.
     *
     * @throws ArchiveServiceException if one can't be reached or is not there
     * @throws IllegalArgumentException if a name or an option is not allowed
     */
    static void check(CatalogRequest request) throws ArchiveServiceException {
        try (ArchiveService service = new AwsArchiveService(settings(request))) {
            for (String stream : request.streams()) {
                service.mediaEndpoint(new StreamReference(stream));
            }
        }
    }

    private static AwsSettings settings(CatalogRequest request) {
        Configuration options = request.options();
        Optional<String> region =
                options.getOptional(KvsArchiveSourceOptions.AWS_REGION)
                        .or(
                                () ->
                                        request.streams().stream()
                                                .map(StreamReference::new)
                                                .flatMap(stream -> stream.region().stream())
                                                .findFirst());
        return new AwsSettings(
                region,
                options.getOptional(KvsArchiveSourceOptions.AWS_ENDPOINT).map(URI::create),
                new CredentialsOptions(Map.of()),
                1,
                TIMEOUT,
                TIMEOUT,
                false,
                IMPATIENT);
    }
}
