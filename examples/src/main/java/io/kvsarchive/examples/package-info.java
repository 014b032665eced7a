/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The commands of {@code ./run-example}. */
@NullMarked
package io.kvsarchive.examples;

import org.jspecify.annotations.NullMarked;
