/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How much of the service's quotas a job uses. The quotas are per stream and shared by all callers;
 * each request is the reading of a split or a page of a listing, so who hands out splits and lists
 * decides about all of them.
 */
@NullMarked
package io.kvsarchive.flink.source.quota;

import org.jspecify.annotations.NullMarked;
