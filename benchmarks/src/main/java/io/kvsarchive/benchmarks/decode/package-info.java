/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** How fast video is decoded, beside the {@code ffmpeg} command. */
@NullMarked
package io.kvsarchive.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
