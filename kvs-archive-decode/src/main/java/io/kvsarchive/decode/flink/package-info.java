/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Decodes fragments in a Flink job. */
@NullMarked
package io.kvsarchive.decode.flink;

import org.jspecify.annotations.NullMarked;
