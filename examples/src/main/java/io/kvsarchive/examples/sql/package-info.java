/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Runs scripts of SQL: cut into statements, on tables of the archive, printed as tables. */
@NullMarked
package io.kvsarchive.examples.sql;

import org.jspecify.annotations.NullMarked;
