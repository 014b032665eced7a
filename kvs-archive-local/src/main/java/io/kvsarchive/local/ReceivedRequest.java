/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A call that an archive received.
 *
 * @param operation the name in the service model, such as {@code ListFragments}
 * @param stream the name or ARN that the call gave, empty if none
 * @param status the HTTP status of the answer
 * @param error the error code of the answer, empty if it is none
 * @param fragments the fragment numbers that were asked for, as they were asked
 * @param body the body as it came
 * @param faults what went wrong with it on purpose; of a body, what was decided before it was sent
 */
public record ReceivedRequest(
        String operation,
        String stream,
        int status,
        String error,
        List<String> fragments,
        String body,
        Set<Fault> faults) {

    public ReceivedRequest {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(error, "error");
        fragments = List.copyOf(fragments);
        Objects.requireNonNull(body, "body");
        faults = Set.copyOf(faults);
    }
}
