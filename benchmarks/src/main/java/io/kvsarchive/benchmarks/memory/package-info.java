/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** How much heap fragments take while they are read. */
@NullMarked
package io.kvsarchive.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
