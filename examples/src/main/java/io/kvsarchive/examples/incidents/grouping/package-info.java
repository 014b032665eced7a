/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Detections that belong to one thing become an incident, over event time. */
@NullMarked
package io.kvsarchive.examples.incidents.grouping;

import org.jspecify.annotations.NullMarked;
