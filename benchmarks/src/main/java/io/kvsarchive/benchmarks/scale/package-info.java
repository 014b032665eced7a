/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** How fast streams are read, and how many, where the service's quotas are the limit. */
@NullMarked
package io.kvsarchive.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
