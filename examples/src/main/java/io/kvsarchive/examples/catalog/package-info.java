/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A job that writes one line for each frame that streams hold. */
@NullMarked
package io.kvsarchive.examples.catalog;

import org.jspecify.annotations.NullMarked;
