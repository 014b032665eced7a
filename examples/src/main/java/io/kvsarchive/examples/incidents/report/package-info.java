/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What people get of incidents: lines, a table, pictures, and a page to look at. */
@NullMarked
package io.kvsarchive.examples.incidents.report;

import org.jspecify.annotations.NullMarked;
