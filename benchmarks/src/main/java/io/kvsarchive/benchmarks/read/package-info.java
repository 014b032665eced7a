/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** From an answer of the service to frames, with each of the SDK's HTTP clients. */
@NullMarked
package io.kvsarchive.benchmarks.read;

import org.jspecify.annotations.NullMarked;
