/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The job that people run first: from archived video to what happened before the cameras. */
@NullMarked
package io.kvsarchive.examples.findings;

import org.jspecify.annotations.NullMarked;
