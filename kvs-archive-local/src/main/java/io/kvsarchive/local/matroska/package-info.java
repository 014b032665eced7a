/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Matroska at the level of elements: finding them in files and recorded bodies, and writing the
 * documents that the service would send for them.
 *
 * <p>Knows bytes only: neither streams nor HTTP. Elements are found with the element parser of the
 * Kinesis Video Streams Parser Library.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.matroska;

import org.jspecify.annotations.NullMarked;
