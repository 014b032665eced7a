/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What happened before the cameras: detections, grouped over event time into incidents. */
@NullMarked
package io.kvsarchive.examples.incidents;

import org.jspecify.annotations.NullMarked;
