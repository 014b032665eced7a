/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * Which watermarks the source itself emits.
 *
 * @param areFromSource whether it emits watermarks that no record is behind; otherwise the job's
 *     own strategy makes them from records
 * @param negativeOffset how long before its fragment's start a frame may lie
 * @param uploadDelay how long after the producer recorded a fragment the service may begin to
 *     receive it, for a stream that is listed by the service's clock and is unbounded
 */
@Internal
public record WatermarkSettings(
        boolean areFromSource, Duration negativeOffset, Duration uploadDelay) {

    /** For records that lie where their fragments begin. */
    public WatermarkSettings withoutNegativeOffset() {
        return new WatermarkSettings(areFromSource, Duration.ZERO, uploadDelay);
    }
}
