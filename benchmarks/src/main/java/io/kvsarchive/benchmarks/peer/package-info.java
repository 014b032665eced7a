/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What people use without the connector. */
@NullMarked
package io.kvsarchive.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
