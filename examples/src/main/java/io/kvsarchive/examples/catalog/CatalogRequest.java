/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.archive.ArchiveRequest;
import java.time.Duration;

/**
 * What to catalog.
 *
 * @param archive what to read
 * @param isContinuous whether to go on with what is yet to come
 * @param output where the lines go
 * @param checkpointInterval how much time passes from one checkpoint to the next
 */
public record CatalogRequest(
        ArchiveRequest archive,
        boolean isContinuous,
        CatalogOutput output,
        Duration checkpointInterval) {}
