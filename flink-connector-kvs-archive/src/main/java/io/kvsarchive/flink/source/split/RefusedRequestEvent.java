/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the enumerator that the service refused a request for a stream's media, since a quota is
 * used up.
 *
 * @param kind {@link ServiceErrorKind#THROTTLED} or {@link ServiceErrorKind#CONNECTION_LIMIT}
 */
@Internal
public record RefusedRequestEvent(StreamReference stream, ServiceErrorKind kind)
        implements SourceEvent {}
