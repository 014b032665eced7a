/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What a job does about a stream that can't be read: it does not exist, access is denied, or the
 * service fails for it alone after all attempts.
 */
@PublicEvolving
public enum BrokenStreamPolicy {
    /** The job fails. */
    FAIL("fail"),

    /** The job goes on with all other streams. The log names the stream, as an error. */
    SKIP("skip");

    private final String text;

    BrokenStreamPolicy(String text) {
        this.text = text;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return text;
    }
}
