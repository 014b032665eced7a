/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import org.apache.flink.annotation.Internal;

/**
 * The keys of options that this package's messages name, besides those of {@link
 * CredentialsOptions}. The options themselves, which this package does not know, are defined with
 * these keys, so that no message names an option that does not exist.
 */
@Internal
public final class OptionKeys {

    public static final String AWS_ENDPOINT = "aws.endpoint";
    public static final String AWS_REGION = "aws.region";
    public static final String QUOTA_CONNECTIONS = "quota.connections";

    private OptionKeys() {}
}
