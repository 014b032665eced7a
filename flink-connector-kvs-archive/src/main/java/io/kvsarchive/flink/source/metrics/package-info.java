/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What Flink's metrics tell of the source. */
@NullMarked
package io.kvsarchive.flink.source.metrics;

import org.jspecify.annotations.NullMarked;
