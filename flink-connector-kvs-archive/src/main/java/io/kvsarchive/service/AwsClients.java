/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients, which share their connections and credentials: one for the control plane, and
 * one for each endpoint that serves archived media. Safe for use by several threads.
 */
final class AwsClients implements AutoCloseable {

    private final Region region;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final KinesisVideoClient control;
    private final Map<URI, KinesisVideoArchivedMediaClient> archivedMedia =
            new ConcurrentHashMap<>();

    /**
     * Prepares to call the service; nothing is sent yet.
     *
     * @throws IllegalArgumentException if an option for the region or the credentials is wrong or
     *     missing
     */
    AwsClients(AwsSettings settings) {
        this.region = region(settings);
        this.http = httpClient(settings);
        this.credentials = credentials(settings.credentials(), region, http);
        this.control =
                configure(KinesisVideoClient.builder(), Optional.ofNullable(settings.endpoint()))
                        .build();
    }

    KinesisVideoClient control() {
        return control;
    }

    KinesisVideoArchivedMediaClient archivedMedia(URI endpoint) {
        return archivedMedia.computeIfAbsent(
                endpoint,
                uri ->
                        configure(KinesisVideoArchivedMediaClient.builder(), Optional.of(uri))
                                .build());
    }

    /**
     * The SDK's own retries would sign with the same credentials again, ask the same endpoint
     * again, and wait until the wait is over.
     */
    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
            B builder, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(
                        overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    private static AwsCredentialsProvider credentials(
            CredentialsOptions options, Region region, SdkHttpClient http) {
        try {
            return new CredentialsProviders(options, region, http).create();
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    private static Region region(AwsSettings settings) {
        try {
            return settings.region() == null
                    ? new DefaultAwsRegionProviderChain().getRegion()
                    : Region.of(settings.region());
        } catch (SdkException e) {
            throw new IllegalArgumentException(
                    ("No AWS region: set the option '%s', the environment variable AWS_REGION or"
                         + " the region of your AWS profile, or name the streams by their ARNs")
                            .formatted(OptionKeys.AWS_REGION),
                    e);
        }
    }

    private static SdkHttpClient httpClient(AwsSettings settings) {
        return ApacheHttpClient.builder()
                .maxConnections(settings.maxConnections())
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(settings.readTimeout())
                .tcpKeepAlive(true)
                .buildWithDefaults(
                        AttributeMap.builder()
                                .put(
                                        SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES,
                                        settings.trustsAllCertificates())
                                .build());
    }

    /** Breaks the connections first, so that calls and bodies under way end at once. */
    @Override
    public void close() {
        http.close();
        control.close();
        archivedMedia.values().forEach(SdkAutoCloseable::close);
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
