/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.server;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.service.AwsSettings;
import io.kvsarchive.service.CredentialsOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** How to reach a server of a benchmark, which believes any caller and vouches for itself. */
public final class ServerAccess {

    public static final String REGION = "us-west-2";
    private static final Map<String, String> CREDENTIALS =
            Map.of(
                    "aws.credentials.provider.basic.accesskeyid", "any",
                    "aws.credentials.provider.basic.secretkey", "any");

    private ServerAccess() {}

    /** For the connector's service alone. */
    public static AwsSettings settings(URI endpoint) {
        return new AwsSettings(
                REGION,
                endpoint,
                new CredentialsOptions(CREDENTIALS),
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                true);
    }

    /** For a source. */
    public static Configuration options(URI endpoint) {
        Configuration options = new Configuration();
        options.set(KvsArchiveSourceOptions.AWS_ENDPOINT, endpoint.toString());
        options.set(KvsArchiveSourceOptions.AWS_REGION, REGION);
        CREDENTIALS.forEach(options::setString);
        return options;
    }
}
