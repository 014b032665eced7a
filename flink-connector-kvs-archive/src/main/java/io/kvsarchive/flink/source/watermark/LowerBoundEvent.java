/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader that no fragment begins earlier of those that have not been handed out, to it or
 * to another. It follows the split that was handed out last.
 *
 * @param millis in milliseconds since the epoch by the producer's clock; {@link Long#MIN_VALUE} if
 *     nothing is known of it, {@link Long#MAX_VALUE} if there are no such fragments
 */
@Internal
public record LowerBoundEvent(long millis) implements SourceEvent {}
