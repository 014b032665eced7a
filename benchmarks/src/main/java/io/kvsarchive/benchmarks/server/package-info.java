/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Servers in processes of their own, so that what they work is not counted. */
@NullMarked
package io.kvsarchive.benchmarks.server;

import org.jspecify.annotations.NullMarked;
