/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The job that runs on a cluster of processes which are killed. */
@NullMarked
package io.kvsarchive.e2e;

import org.jspecify.annotations.NullMarked;
