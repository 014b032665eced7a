/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import org.apache.flink.annotation.Internal;

/** Is told when a stream refuses media because its consumers ask for too much. */
@Internal
public interface RefusalListener {

    /**
     * A request for media was refused. Called on the fetcher thread, before the wait for another
     * attempt.
     *
     * @param kind which quota is used up
     */
    void refused(StreamReference stream, ServiceErrorKind kind);
}
