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
        return of(endpoint, KEYS);
    }

    static AwsSettings of(URI endpoint, CredentialsOptions credentials) {
        return new AwsSettings(
                "us-west-2",
                endpoint,
                credentials,
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                false);
    }
}
