/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** How tests reach a server of their own. */
final class TestSettings {

    static final CredentialsOptions KEYS = keys("AKIDTEST", "hushhush");
    static final RetrySettings QUICK_RETRIES =
            new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(2));

    private TestSettings() {}

    static CredentialsOptions keys(String accessKey, String secretKey) {
        return new CredentialsOptions(
                Map.of(
                        "aws.credentials.provider.basic.accesskeyid",
                        accessKey,
                        "aws.credentials.provider.basic.secretkey",
                        secretKey));
    }

    static AwsSettings of(URI endpoint) {
        return of(endpoint, KEYS, QUICK_RETRIES);
    }

    static AwsSettings of(URI endpoint, CredentialsOptions credentials, RetrySettings retry) {
        return new AwsSettings(
                "us-west-2",
                endpoint,
                credentials,
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                false,
                retry);
    }
}
