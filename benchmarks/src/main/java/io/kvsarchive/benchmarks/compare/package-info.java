/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Several ways to do the same work, measured side by side. */
@NullMarked
package io.kvsarchive.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
