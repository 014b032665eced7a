/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The {@code ffmpeg} command as a peer. */
package io.kvsarchive.benchmarks.ffmpeg;
