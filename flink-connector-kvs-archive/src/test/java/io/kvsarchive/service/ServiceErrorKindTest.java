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
        "400, ConnectionLimitExceededException, THROTTLED",
        "400, FragmentLimitExceeded, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "429, , THROTTLED",
        "500, InternalFailure, UNAVAILABLE",
        "503, ServiceUnavailable, UNAVAILABLE",
        "502, , UNAVAILABLE",
        "400, RequestTimeout, UNAVAILABLE",
        "401, NotAuthorizedException, DENIED",
        "400, NotAuthorized, DENIED",
        "400, AccessDeniedException, DENIED",
        "403, , DENIED",
        "403, InvalidSignatureException, DENIED",
        "400, RequestExpired, DENIED",
        "400, IncompleteSignature, DENIED",
        "404, ResourceNotFoundException, NOT_FOUND",
        "404, , NOT_FOUND",
        "400, InvalidArgumentException, INVALID",
        "400, , INVALID"
    })
    void tellsErrorsApartByCodeAndStatus(int status, String code, ServiceErrorKind kind) {
        assertThat(ServiceErrorKind.of(status, code)).isEqualTo(kind);
    }

    @Test
    void onlyThrottlingAndUnavailabilityMayPass() {
        assertThat(ServiceErrorKind.values())
                .filteredOn(ServiceErrorKind::isPassing)
                .containsExactly(ServiceErrorKind.THROTTLED, ServiceErrorKind.UNAVAILABLE);
    }
}
