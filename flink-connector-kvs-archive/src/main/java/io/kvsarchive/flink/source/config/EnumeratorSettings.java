/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.service.RetrySettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How fragments are found and handed out.
 *
 * @param needsMediaEndpoints whether readers are told where to ask for a stream's media
 * @param order whether the fragments of a stream are spread over readers
 * @param maxDrift how far a stream may be ahead of the one that is furthest behind; empty if there
 *     is no bound
 * @param windowFragments how many fragments one window of a stream's listing holds at most
 * @param maxPendingFragments how many fragments of all streams may be listed ahead
 * @param splitSize how much one split may hold
 * @param retry when and how often calls are made again that failed
 * @param brokenStreams what to do about streams that can't be listed
 * @param pollInterval how long to wait at a stream's live edge before it is listed again
 * @param streamInterval how long to wait before new streams are looked for, in an unbounded job
 */
@Internal
public record EnumeratorSettings(
        boolean needsMediaEndpoints,
        ReadOrder order,
        Optional<Duration> maxDrift,
        WatermarkSettings watermarks,
        ListingSettings listing,
        int windowFragments,
        int maxPendingFragments,
        SplitSize splitSize,
        QuotaSettings quota,
        RetrySettings retry,
        BrokenStreamPolicy brokenStreams,
        Duration pollInterval,
        Duration streamInterval) {}
