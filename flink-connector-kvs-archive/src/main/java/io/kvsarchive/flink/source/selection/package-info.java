/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the user selects: streams, ranges of time, fragments by number, what a query pushed down.
 */
@NullMarked
package io.kvsarchive.flink.source.selection;

import org.jspecify.annotations.NullMarked;
