/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.recordings.RecordedTime;

/**
 * A camera that was looked at.
 *
 * @param name the stream's name
 * @param recorded when it recorded
 */
public record ReportedCamera(String name, RecordedTime recorded) {}
