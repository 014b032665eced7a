/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What DescribeStream says of a stream.
 *
 * @param arn ends in the creation time, so that a stream that was deleted and created again has
 *     another one
 * @param mediaType null if none was given
 * @param deviceName null if none was given
 * @param retentionHours how long the service would keep fragments; here they stay
 */
public record StreamInfo(
        String name,
        String arn,
        Instant creationTime,
        String version,
        @Nullable String mediaType,
        @Nullable String deviceName,
        int retentionHours) {}
