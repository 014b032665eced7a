/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What DescribeStream and ListStreams tell of a stream.
 *
 * @param arn ends in the creation time: a stream that was created again has another one
 * @param status CREATING, ACTIVE, UPDATING or DELETING
 * @param dataRetention how long fragments are kept; zero if none are archived
 * @param kmsKeyId what the stream is encrypted with
 */
@PublicEvolving
public record StreamDescription(
        String name,
        String arn,
        String status,
        Instant creationTime,
        Duration dataRetention,
        Optional<String> deviceName,
        Optional<String> mediaType,
        Optional<String> kmsKeyId) {

    /** Decides by its description whether a stream is read. */
    @PublicEvolving
    @FunctionalInterface
    public interface Filter extends Serializable {
        boolean accepts(StreamDescription stream);
    }

    public StreamDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arn, "arn");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(creationTime, "creationTime");
        Objects.requireNonNull(dataRetention, "dataRetention");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(kmsKeyId, "kmsKeyId");
    }
}
