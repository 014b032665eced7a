/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What becomes of a job with a stream about which the service refuses to say anything. For the
 * coordinator's thread.
 */
final class BrokenStreams {

    private final BrokenStreamPolicy policy;
    private final CoordinatedCalls calls;
    private final Set<StreamReference> streams;

    /**
     * @param streams all that the job knows of, as they come and go
     */
    BrokenStreams(BrokenStreamPolicy policy, CoordinatedCalls calls, Set<StreamReference> streams) {
        this.policy = policy;
        this.calls = calls;
        this.streams = streams;
    }

    /**
     * Decides, at once or after a question about another stream: where the service can't be reached
     * at all, nothing is known of the stream.
     *
     * @param leaveOut goes on without the stream
     * @param fail ends the job
     */
    void decide(
            StreamReference stream,
            ArchiveServiceException reason,
            Runnable leaveOut,
            Consumer<Throwable> fail) {
        boolean mayBeAllStreams = reason.kind().isPassing();
        Optional<StreamReference> another =
                streams.stream().filter(other -> !other.equals(stream)).findFirst();
        if (policy == BrokenStreamPolicy.FAIL || (mayBeAllStreams && another.isEmpty())) {
            fail.accept(
                    reason.kind() == ServiceErrorKind.NOT_FOUND
                            ? new UnavailableDataException(
                                    Objects.requireNonNull(
                                            reason.getMessage(),
                                            "Errors of the service have texts"),
                                    reason)
                            : reason);
        } else if (mayBeAllStreams) {
            calls.make(service -> service.describe(another.get()), answer -> leaveOut.run(), fail);
        } else {
            leaveOut.run();
        }
    }
}
