/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.compare;

/** One of several ways to do the same work. */
@FunctionalInterface
public interface Way {

    /** Does the work once. */
    Cost run() throws Exception;
}
