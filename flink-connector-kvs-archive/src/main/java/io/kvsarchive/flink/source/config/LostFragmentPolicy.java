/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import org.apache.flink.annotation.PublicEvolving;

/** What a job does about fragments that were listed, or asked for, and can't be had. */
@PublicEvolving
public enum LostFragmentPolicy {
    /** The job fails, and is not restarted: the same fragment would be missing again. */
    FAIL("fail"),

    /**
     * The job goes on. Each lost fragment is counted, logged and offered to the deserialization
     * schema.
     */
    SKIP("skip");

    private final String text;

    LostFragmentPolicy(String text) {
        this.text = text;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return text;
    }
}
