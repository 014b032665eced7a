/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Decodes fragments in a Flink job. */
package io.kvsarchive.decode.flink;
