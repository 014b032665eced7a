/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** From bytes to frames. */
@NullMarked
package io.kvsarchive.benchmarks.parse;

import org.jspecify.annotations.NullMarked;
