/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What the commands have in common: what they read of which streams, and how they reach them. */
@NullMarked
package io.kvsarchive.examples.archive;

import org.jspecify.annotations.NullMarked;
