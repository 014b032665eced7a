/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A job that counts what each stream holds by windows of event time. */
package io.kvsarchive.examples.windows;
