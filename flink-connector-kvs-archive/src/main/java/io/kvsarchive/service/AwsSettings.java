/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * How to reach AWS.
 *
 * @param region the region; the SDK's default chain finds one where it's null
 * @param endpoint the control plane's endpoint, where it's not the region's own; null if it is
 * @param credentials where credentials come from; the SDK's default chain finds them where it's
 *     empty
 * @param maxConnections how many connections may be open at a time
 * @param connectTimeout how long a connection may take to be made
 * @param readTimeout how long a connection may stay silent before the read fails
 * @param trustsAllCertificates whether any TLS certificate will do, for tests against a local
 *     server
 */
@Internal
public record AwsSettings(
        @Nullable String region,
        @Nullable URI endpoint,
        CredentialsOptions credentials,
        int maxConnections,
        Duration connectTimeout,
        Duration readTimeout,
        boolean trustsAllCertificates)
        implements Serializable {}
