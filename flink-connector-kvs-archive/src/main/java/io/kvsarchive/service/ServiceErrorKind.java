/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the service means for the caller.
 *
 * <p>Told by status and code rather than by the SDK's classes: the service sends
 * ConnectionLimitExceededException and others that its API model doesn't list, and an IAM denial
 * came as HTTP 403 with an XML-like body (aws-cli#3536).
 */
@Internal
public enum ServiceErrorKind {
    /** A quota is used up: the same call may pass later. */
    THROTTLED("The stream's quotas are shared by all of its consumers."),
    /** All connections that the stream allows are in use: the same call may pass later. */
    CONNECTION_LIMIT(
            ("The stream's connections are shared by all of its consumers: close others, or lower"
                            + " '%s'.")
                    .formatted(OptionKeys.QUOTA_CONNECTIONS)),
    /** The service failed or can't be reached: the same call may pass later. */
    UNAVAILABLE("Check the network and the endpoint."),
    /** The credentials have expired: their provider renews them, and the same call passes then. */
    EXPIRED_CREDENTIALS("Check that the provider of the credentials renews them."),
    /** The stream does not exist in this account and region. */
    NOT_FOUND("Check the stream's name, the region and the account."),
    /** The credentials are missing, expired, or not allowed to do this. */
    DENIED("Check the credentials and their permissions."),
    /** The stream keeps nothing any more that is as old as what was asked for. */
    OUTSIDE_RETENTION("The stream's retention period decides how far back it can be read."),
    /** The service does not accept the request. */
    INVALID("Check what was asked for.");

    private static final Set<String> THROTTLING_CODES =
            Set.of(
                    "ClientLimitExceededException",
                    "FragmentLimitExceeded",
                    "FragmentLimitExceededException",
                    "ThrottlingException",
                    "Throttling",
                    "TooManyRequestsException",
                    "RequestLimitExceeded");

    private static final String CONNECTION_LIMIT_CODE = "ConnectionLimitExceededException";

    private static final Set<String> EXPIRY_CODES =
            Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired");

    private static final Set<String> DENIAL_CODES =
            Set.of(
                    "AccessDeniedException",
                    "NotAuthorizedException",
                    "NotAuthorized",
                    "IncompleteSignature",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "MissingAuthenticationTokenException",
                    "OptInRequired",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    /** Words of "End timestamp ... is outside of the stream retention period." */
    private static final String RETENTION = "stream retention period";

    private static final Set<String> UNAVAILABLE_CODES =
            Set.of("InternalFailure", "ServiceUnavailable", "RequestTimeout");

    private final String advice;

    ServiceErrorKind(String advice) {
        this.advice = advice;
    }

    /** Whether the same call may pass later. */
    public boolean isPassing() {
        return isQuota() || this == UNAVAILABLE || this == EXPIRED_CREDENTIALS;
    }

    /**
     * Whether the stream's consumers together have asked for more than it allows: no other endpoint
     * would help.
     */
    public boolean isQuota() {
        return this == THROTTLED || this == CONNECTION_LIMIT;
    }

    /** What a person can do about it, in a sentence. */
    String advice() {
        return advice;
    }

    static ServiceErrorKind of(int status, @Nullable String code, @Nullable String message) {
        if (CONNECTION_LIMIT_CODE.equals(code)) {
            return CONNECTION_LIMIT;
        }
        if (status == 429 || (code != null && THROTTLING_CODES.contains(code))) {
            return THROTTLED;
        }
        if (status >= 500 || (code != null && UNAVAILABLE_CODES.contains(code))) {
            return UNAVAILABLE;
        }
        if (code != null && EXPIRY_CODES.contains(code)) {
            return EXPIRED_CREDENTIALS;
        }
        if (status == 401 || status == 403 || (code != null && DENIAL_CODES.contains(code))) {
            return DENIED;
        }
        if (status == 404) {
            return NOT_FOUND;
        }
        return message != null && message.contains(RETENTION) ? OUTSIDE_RETENTION : INVALID;
    }
}
