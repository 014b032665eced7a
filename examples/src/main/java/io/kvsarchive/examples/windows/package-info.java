/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A job that counts what each stream holds by windows of event time. */
@NullMarked
package io.kvsarchive.examples.windows;

import org.jspecify.annotations.NullMarked;
