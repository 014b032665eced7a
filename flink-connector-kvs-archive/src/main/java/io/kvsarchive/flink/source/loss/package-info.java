/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What becomes of a job when data that it was to read is gone. */
package io.kvsarchive.flink.source.loss;
