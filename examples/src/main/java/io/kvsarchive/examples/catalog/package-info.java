/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A job that writes one line for each frame that streams hold. */
package io.kvsarchive.examples.catalog;
