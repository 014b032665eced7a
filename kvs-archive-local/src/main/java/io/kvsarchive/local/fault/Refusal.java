/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

/** An error that is answered in place of what was asked for. */
public record Refusal(int status, String code, String message) {

    /** Code and status are of the service model. */
    public static final Refusal CLIENT_LIMIT =
            new Refusal(
                    400,
                    "ClientLimitExceededException",
                    "Kinesis Video Streams has throttled the request because you have exceeded the"
                            + " limit of allowed client calls. Try making the call later.");

    /**
     * The developer guide's quotas say that the sixth connection ends so; the model has it for
     * GetMedia only, with this status.
     */
    public static final Refusal CONNECTION_LIMIT =
            new Refusal(
                    400,
                    "ConnectionLimitExceededException",
                    "Kinesis Video Streams has throttled the request because you have exceeded the"
                            + " limit of allowed client connections.");
}
