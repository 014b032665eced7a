/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The Flink source: {@link io.kvsarchive.flink.source.KvsArchiveSource}, its builder and its
 * options.
 *
 * <p>Below it: {@code frame} is what the source emits, {@code split} the unit of work, {@code
 * enumerator} hands splits out and {@code reader} reads them.
 */
package io.kvsarchive.flink.source;
