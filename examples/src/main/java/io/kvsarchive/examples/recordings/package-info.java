/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** When streams were recorded, and when not, as the fragments tell. */
@NullMarked
package io.kvsarchive.examples.recordings;

import org.jspecify.annotations.NullMarked;
