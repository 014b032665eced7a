/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What {@code ./run-benchmark} runs. Each benchmark prints one table. */
@NullMarked
package io.kvsarchive.benchmarks;

import org.jspecify.annotations.NullMarked;
