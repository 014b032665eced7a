/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Reads splits: requests their fragments, and emits the frames of each fragment that has come
 * whole.
 *
 * <p>A fetcher thread requests and parses, the task's thread emits. What outlives a split (the
 * connections, the buffer budget) belongs to the source reader, since Flink makes and closes split
 * readers all the time.
 */
package io.kvsarchive.flink.source.reader;
