/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.Optional;

/**
 * What of a stream is listed, from wherever the listing has come to.
 *
 * @param clock by which time it is listed
 * @param end of the range; empty where the listing follows the stream's live edge
 * @param earliestProducerTimestamp fragments that began before are left out, whatever the range
 */
record ListingRange(
        FragmentSelectorType clock, Optional<Instant> end, Instant earliestProducerTimestamp) {}
