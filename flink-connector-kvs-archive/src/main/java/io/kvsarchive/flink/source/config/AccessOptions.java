/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads the options that say how to reach AWS. */
final class AccessOptions {

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");
    private static final int MAX_CONNECTIONS = 10_000;

    private AccessOptions() {}

    /**
     * The settings that options make.
     *
     * @param streams those that are named, whose ARNs may name the region
     * @throws IllegalArgumentException if an option is not allowed, or the credentials lack one
     */
    static AwsSettings settings(Configuration options, Collection<StreamReference> streams) {
        CheckedOptions checked = new CheckedOptions(options);
        CredentialsOptions credentials = credentials(options);
        credentials.check();
        return new AwsSettings(
                region(checked, streams),
                checked.optional(KvsArchiveSourceOptions.AWS_ENDPOINT)
                        .map(AccessOptions::endpoint)
                        .orElse(null),
                credentials,
                checked.between(
                        KvsArchiveSourceOptions.AWS_HTTP_MAX_CONNECTIONS, 1, MAX_CONNECTIONS),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_CONNECT_TIMEOUT),
                checked.positive(KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT),
                checked.get(KvsArchiveSourceOptions.AWS_TRUST_ALL_CERTIFICATES));
    }

    private static CredentialsOptions credentials(Configuration options) {
        return new CredentialsOptions(
                options.toMap().entrySet().stream()
                        .filter(option -> CredentialsOptions.isKnown(option.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static @Nullable String region(
            CheckedOptions options, Collection<StreamReference> streams) {
        String region = options.optional(KvsArchiveSourceOptions.AWS_REGION).orElse(null);
        String ofArns = regionOf(streams);
        if (region == null) {
            return ofArns;
        }
        if (!REGION.matcher(region).matches()) {
            throw CheckedOptions.refused(
                    KvsArchiveSourceOptions.AWS_REGION,
                    region,
                    "it must be a region's name, such as eu-west-1");
        }
        if (ofArns != null && !region.equals(ofArns)) {
            throw new IllegalArgumentException(
                    ("Option '%s' is '%s', but the streams' ARNs are of region '%s'; leave the"
                                    + " option out or give the same region")
                            .formatted(KvsArchiveSourceOptions.AWS_REGION.key(), region, ofArns));
        }
        return region;
    }

    private static @Nullable String regionOf(Collection<StreamReference> streams) {
        Set<String> regions =
                streams.stream()
                        .flatMap(stream -> stream.region().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        if (regions.size() > 1) {
            throw new IllegalArgumentException(
                    "The streams' ARNs are of several regions, %s; use one source for each region"
                            .formatted(regions));
        }
        return regions.isEmpty() ? null : regions.iterator().next();
    }

    private static URI endpoint(String value) {
        try {
            URI uri = URI.create(value);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrongEndpoint(value, e);
        }
        throw wrongEndpoint(value, null);
    }

    private static IllegalArgumentException wrongEndpoint(
            String value, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                ("Option '%s' is '%s'; it must be a URL such as"
                                + " https://kinesisvideo.eu-west-1.amazonaws.com")
                        .formatted(KvsArchiveSourceOptions.AWS_ENDPOINT.key(), value),
                cause);
    }
}
