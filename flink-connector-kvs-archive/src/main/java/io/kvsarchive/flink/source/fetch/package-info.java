/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The fetcher's thread: requests the fragments of splits, checks that they have come whole, and
 * holds them until the task's thread takes them.
 */
@NullMarked
package io.kvsarchive.flink.source.fetch;

import org.jspecify.annotations.NullMarked;
