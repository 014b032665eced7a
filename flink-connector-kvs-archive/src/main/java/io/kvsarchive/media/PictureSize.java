/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import org.apache.flink.annotation.PublicEvolving;

/** The size of a video track's coded pictures, in pixels. */
@PublicEvolving
public record PictureSize(int width, int height) {}
