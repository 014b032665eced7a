/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The unit of work that the enumerator hands to a reader: fragments of one stream, for one request.
 */
@NullMarked
package io.kvsarchive.flink.source.split;

import org.jspecify.annotations.NullMarked;
