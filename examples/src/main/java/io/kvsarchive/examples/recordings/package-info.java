/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** When streams were recorded, and when not, as the fragments tell. */
package io.kvsarchive.examples.recordings;
