/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import org.jspecify.annotations.Nullable;

/**
 * What may be said of a stream when it is created.
 *
 * @param mediaType null for none
 * @param deviceName null for none
 * @param retentionHours 0 to {@link #MAX_RETENTION_HOURS}
 */
public record StreamSettings(
        @Nullable String mediaType, @Nullable String deviceName, int retentionHours) {

    /** Ten years, the most that UpdateDataRetention of the service model allows. */
    public static final int MAX_RETENTION_HOURS = 87_600;

    /** For streams that are filled from files: media of any age are within the retention. */
    public static StreamSettings ofMaxRetention() {
        return new StreamSettings("video/h264", null, MAX_RETENTION_HOURS);
    }
}
