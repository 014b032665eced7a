/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** How the source writes its log. */
@NullMarked
package io.kvsarchive.flink.source.log;

import org.jspecify.annotations.NullMarked;
