/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

/** What can go wrong with an answer, see {@link Faults}. */
public enum Fault {
    ACCESS_DENIED,
    THROTTLED,
    INTERNAL_FAILURE,
    SERVICE_UNAVAILABLE,
    EXPIRED_CREDENTIALS,
    CONNECTION_LIMIT,
    RESET,
    CUT,
    EARLY_END,
    EARLY_END_AT_BORDER,
    STALLED,
    REORDERED,
    REPEATED,
    REFUSED,
    IN_BAND_ERROR,
    IN_BAND_ERROR_AT_END,
    CORRUPTED,
    REPLACED,
    EXPIRED,
    OUTSIDE_RETENTION,

    /** The call came to an endpoint that is not, or not any more, the one of its API. */
    WRONG_ENDPOINT
}
