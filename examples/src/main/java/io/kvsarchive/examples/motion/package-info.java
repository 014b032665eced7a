/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What moves in the pictures of a fragment. */
package io.kvsarchive.examples.motion;
