/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import org.apache.flink.annotation.PublicEvolving;

/** How the fragments of a stream are spread over parallel readers. */
@PublicEvolving
public enum ReadOrder {
    /** Several readers read a stream at a time. */
    PARALLEL("parallel"),

    /**
     * One reader reads all of a stream, in order of time; streams are read in parallel. Which
     * reader may change when the job is restored.
     */
    ORDERED("ordered");

    private final String text;

    ReadOrder(String text) {
        this.text = text;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return text;
    }
}
