/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.ArchiveRequest;

/**
 * What to plan.
 *
 * @param archive what would be read
 * @param price what reading costs
 */
record PlanRequest(ArchiveRequest archive, Price price) {}
