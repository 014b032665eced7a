/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** From bytes to frames. */
package io.kvsarchive.benchmarks.parse;
