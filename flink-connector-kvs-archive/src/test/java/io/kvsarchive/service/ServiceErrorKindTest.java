/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceErrorKindTest {

    @ParameterizedTest
    @CsvSource({
        "400, ClientLimitExceededException, THROTTLED",
        "400, ConnectionLimitExceededException, CONNECTION_LIMIT",
        "400, FragmentLimitExceeded, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "429, , THROTTLED",
        "429, ConnectionLimitExceededException, CONNECTION_LIMIT",
        "500, InternalFailure, UNAVAILABLE",
        "503, ServiceUnavailable, UNAVAILABLE",
        "502, , UNAVAILABLE",
        "400, RequestTimeout, UNAVAILABLE",
        "401, NotAuthorizedException, DENIED",
        "400, NotAuthorized, DENIED",
        "400, AccessDeniedException, DENIED",
        "403, , DENIED",
        "403, InvalidSignatureException, DENIED",
        "400, RequestExpired, EXPIRED_CREDENTIALS",
        "403, ExpiredTokenException, EXPIRED_CREDENTIALS",
        "400, IncompleteSignature, DENIED",
        "404, ResourceNotFoundException, NOT_FOUND",
        "404, , NOT_FOUND",
        "400, InvalidArgumentException, INVALID",
        "400, , INVALID"
    })
    void tellsErrorsApartByCodeAndStatus(int status, String code, ServiceErrorKind kind) {
        assertThat(ServiceErrorKind.of(status, code, "some text")).isEqualTo(kind);
    }

    /** The message that the service sends for a range by server timestamps. */
    @Test
    void tellsTheRetentionEdgeByItsMessage() {
        assertThat(
                        ServiceErrorKind.of(
                                400,
                                "InvalidArgumentException",
                                "End timestamp 1741944413000 is outside of the stream retention"
                                        + " period."))
                .isEqualTo(ServiceErrorKind.OUTSIDE_RETENTION);
    }

    @Test
    void knowsWhatMayPass() {
        assertThat(ServiceErrorKind.values())
                .filteredOn(ServiceErrorKind::isPassing)
                .containsExactly(
                        ServiceErrorKind.THROTTLED,
                        ServiceErrorKind.CONNECTION_LIMIT,
                        ServiceErrorKind.UNAVAILABLE,
                        ServiceErrorKind.EXPIRED_CREDENTIALS);
    }

    @Test
    void knowsWhatIsAQuota() {
        assertThat(ServiceErrorKind.values())
                .filteredOn(ServiceErrorKind::isQuota)
                .containsExactly(ServiceErrorKind.THROTTLED, ServiceErrorKind.CONNECTION_LIMIT);
    }
}
