/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What moves in the pictures of a fragment. */
@NullMarked
package io.kvsarchive.examples.motion;

import org.jspecify.annotations.NullMarked;
