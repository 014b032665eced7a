/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaAsyncClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListResponse;
import software.amazon.awssdk.utils.AttributeMap;

/** The HTTP clients that the SDK has. */
enum HttpClient {
    URL_CONNECTION("url-connection"),
    APACHE_4("Apache 4"),
    APACHE_5("Apache 5"),
    CRT("CRT"),
    NETTY("Netty");

    /** Servers of benchmarks vouch for themselves. */
    private static final AttributeMap ANY_CERTIFICATE =
            AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build();

    private final String description;

    HttpClient(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    MediaClient open(URI endpoint) {
        return switch (this) {
            case URL_CONNECTION ->
                    blocking(
                            endpoint,
                            UrlConnectionHttpClient.builder().buildWithDefaults(ANY_CERTIFICATE));
            case APACHE_4 ->
                    blocking(
                            endpoint,
                            ApacheHttpClient.builder().buildWithDefaults(ANY_CERTIFICATE));
            case APACHE_5 ->
                    blocking(
                            endpoint,
                            Apache5HttpClient.builder().buildWithDefaults(ANY_CERTIFICATE));
            case CRT ->
                    blocking(
                            endpoint,
                            AwsCrtHttpClient.builder().buildWithDefaults(ANY_CERTIFICATE));
            case NETTY -> netty(endpoint);
        };
    }

    private static MediaClient blocking(URI endpoint, SdkHttpClient http) {
        KinesisVideoArchivedMediaClient client =
                configure(KinesisVideoArchivedMediaClient.builder(), endpoint)
                        .httpClient(http)
                        .build();
        return new MediaClient() {
            @Override
            public ResponseInputStream<GetMediaForFragmentListResponse> getMedia() {
                return client.getMediaForFragmentList(REQUEST);
            }

            @Override
            public void close() {
                client.close();
                http.close();
            }
        };
    }

    private static MediaClient netty(URI endpoint) {
        KinesisVideoArchivedMediaAsyncClient client =
                configure(KinesisVideoArchivedMediaAsyncClient.builder(), endpoint)
                        .httpClient(
                                NettyNioAsyncHttpClient.builder()
                                        .buildWithDefaults(ANY_CERTIFICATE))
                        .build();
        return new MediaClient() {
            @Override
            public ResponseInputStream<GetMediaForFragmentListResponse> getMedia() {
                return client.getMediaForFragmentList(
                                REQUEST, AsyncResponseTransformer.toBlockingInputStream())
                        .join();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static <B extends AwsClientBuilder<B, ?>> B configure(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_WEST_2)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .overrideConfiguration(
                        overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }
}
