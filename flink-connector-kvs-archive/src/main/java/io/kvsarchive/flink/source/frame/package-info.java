/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What the source emits, and how records are made from it. */
package io.kvsarchive.flink.source.frame;
