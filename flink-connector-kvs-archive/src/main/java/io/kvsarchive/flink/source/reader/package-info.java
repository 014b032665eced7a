/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The task's thread: the source reader, the kinds of records that it emits, and how far it has
 * come. What outlives a split (the connections, the buffer budget) belongs to the source reader,
 * since Flink makes and closes split readers all the time.
 */
@NullMarked
package io.kvsarchive.flink.source.reader;

import org.jspecify.annotations.NullMarked;
