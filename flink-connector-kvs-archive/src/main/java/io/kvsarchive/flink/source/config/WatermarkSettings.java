/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;

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
        boolean areFromSource, Duration negativeOffset, Duration uploadDelay)
        implements Serializable {

    /**
     * What options say.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static WatermarkSettings of(Configuration options) {
        return of(new CheckedOptions(options));
    }

    static WatermarkSettings of(CheckedOptions options) {
        return new WatermarkSettings(
                options.get(KvsArchiveSourceOptions.WATERMARK_SOURCE),
                options.notNegative(KvsArchiveSourceOptions.WATERMARK_NEGATIVE_OFFSET),
                options.notNegative(KvsArchiveSourceOptions.WATERMARK_UPLOAD_DELAY));
    }

    /** For records that lie where their fragments begin. */
    public WatermarkSettings withoutNegativeOffset() {
        return new WatermarkSettings(areFromSource, Duration.ZERO, uploadDelay);
    }
}
