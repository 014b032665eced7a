/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A job that tells what streams hold and what reading them takes, from their listings alone. */
@NullMarked
package io.kvsarchive.examples.plan;

import org.jspecify.annotations.NullMarked;
