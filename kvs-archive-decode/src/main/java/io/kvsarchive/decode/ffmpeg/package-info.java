/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Decodes the frames of a track with FFmpeg: the only package that knows it. */
@NullMarked
package io.kvsarchive.decode.ffmpeg;

import org.jspecify.annotations.NullMarked;
