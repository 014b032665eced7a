/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Whole Flink jobs that read and throw away. */
@NullMarked
package io.kvsarchive.benchmarks.source;

import org.jspecify.annotations.NullMarked;
