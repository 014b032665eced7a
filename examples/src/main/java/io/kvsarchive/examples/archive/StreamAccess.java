/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamPage;
import io.kvsarchive.service.StreamReference;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/**
 * Tries to reach the streams before a job is started, with less patience than a job has: at a
 * terminal, a wrong name or address should be told within seconds.
 */
public final class StreamAccess {

    private static final RetriedCalls CALLS =
            new RetriedCalls(new RetrySettings(4, Duration.ofMillis(200), Duration.ofSeconds(1)));
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private StreamAccess() {}

    /**
     * Asks for the data endpoint of each stream that is named, and whether any has the prefix.
     *
     * @param terminal where it is told which streams the job will go on without, and why
     * @return those streams; empty unless it is to skip them
     * @throws ArchiveServiceException if one can't be reached or is not there, or all of them
     * @throws IllegalArgumentException if a name or an option is not allowed, or no stream has the
     *     prefix
     */
    public static Set<StreamReference> check(ArchiveRequest request, PrintWriter terminal)
            throws ArchiveServiceException {
        try (ArchiveService service = new AwsArchiveService(settings(request))) {
            if (request.streamPrefix().isPresent()) {
                checkPrefix(service, request.streamPrefix().get());
            }
            Map<StreamReference, String> broken = checkNamed(service, request);
            broken.values().forEach(reason -> terminal.println("Left out: " + reason));
            return broken.keySet();
        }
    }

    private static Map<StreamReference, String> checkNamed(
            ArchiveService service, ArchiveRequest request) throws ArchiveServiceException {
        boolean skips =
                request.options().get(KvsArchiveSourceOptions.ON_BROKEN_STREAM)
                        == BrokenStreamPolicy.SKIP;
        Map<StreamReference, String> broken = new LinkedHashMap<>();
        for (String text : request.streams()) {
            StreamReference stream = new StreamReference(text);
            try {
                CALLS.make(() -> service.mediaEndpoint(stream));
            } catch (ArchiveServiceException e) {
                broken.put(stream, e.getMessage());
                boolean isLast =
                        request.streamPrefix().isEmpty()
                                && broken.size() == request.streams().size();
                if (!skips || isLast || !isOfTheStream(e)) {
                    throw e;
                }
            }
        }
        return broken;
    }

    /** Rather than of the network, which would be no better for another stream. */
    private static boolean isOfTheStream(ArchiveServiceException error) {
        return error.kind() == ServiceErrorKind.NOT_FOUND
                || error.kind() == ServiceErrorKind.DENIED;
    }

    private static void checkPrefix(ArchiveService service, String prefix)
            throws ArchiveServiceException {
        Optional<String> token = Optional.empty();
        do {
            Optional<String> next = token;
            StreamPage page = CALLS.make(() -> service.listStreams(prefix, next));
            if (page.streams().stream().anyMatch(stream -> !stream.dataRetention().isZero())) {
                return;
            }
            token = page.nextToken();
        } while (token.isPresent());
        throw new IllegalArgumentException(
                ("No stream that keeps fragments has a name that begins with '%s': check"
                                + " --stream-prefix, the region and the account")
                        .formatted(prefix));
    }

    private static AwsSettings settings(ArchiveRequest request) {
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
                region.orElse(null),
                options.getOptional(KvsArchiveSourceOptions.AWS_ENDPOINT)
                        .map(URI::create)
                        .orElse(null),
                new CredentialsOptions(Map.of()),
                1,
                TIMEOUT,
                TIMEOUT,
                false);
    }
}
