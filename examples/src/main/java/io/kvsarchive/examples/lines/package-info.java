/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What the jobs that read frames and write lines have in common. */
@NullMarked
package io.kvsarchive.examples.lines;

import org.jspecify.annotations.NullMarked;
