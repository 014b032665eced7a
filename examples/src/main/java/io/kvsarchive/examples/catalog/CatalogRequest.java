/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.service.FragmentSelectorType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * What to catalog.
 *
 * @param streams names or ARNs of video streams
 * @param start the earliest start of a fragment; without it, from the first
 * @param end the latest start of a fragment; without it, to the last
 * @param selectorType which of a fragment's times the range is about
 * @param options options of the source
 * @param output the directory to write into
 * @param parallelism how many readers read at a time
 * @param checkpointInterval how much time passes from one checkpoint to the next
 */
public record CatalogRequest(
        List<String> streams,
        Optional<Instant> start,
        Optional<Instant> end,
        FragmentSelectorType selectorType,
        Configuration options,
        Path output,
        int parallelism,
        Duration checkpointInterval) {}
