/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Archived video as a table of Flink SQL. */
@NullMarked
package io.kvsarchive.flink.table;

import org.jspecify.annotations.NullMarked;
