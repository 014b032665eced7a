/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrySettingsTest {

    private final RetrySettings settings =
            new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(2));

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "CONNECTION_LIMIT", "UNAVAILABLE", "EXPIRED_CREDENTIALS"})
    void allowsAllAttemptsAfterWhatMayPass(ServiceErrorKind failure) {
        assertThat(settings.allowAnotherAttempt(failure, 1)).isTrue();
        assertThat(settings.allowAnotherAttempt(failure, 2)).isTrue();
        assertThat(settings.allowAnotherAttempt(failure, 3)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "OUTSIDE_RETENTION", "INVALID"})
    void allowsNoneAfterWhatWillNotPass(ServiceErrorKind failure) {
        assertThat(settings.allowAnotherAttempt(failure, 1)).isFalse();
    }

    @Test
    void allowsOneAfterADenialWhichMayBeThatOfAWrongClock() {
        assertThat(settings.allowAnotherAttempt(ServiceErrorKind.DENIED, 1)).isTrue();
        assertThat(settings.allowAnotherAttempt(ServiceErrorKind.DENIED, 2)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void allowsNoneBeyondTheLast(ServiceErrorKind failure) {
        RetrySettings once = new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(2));

        assertThat(once.allowAnotherAttempt(failure, 1)).isFalse();
    }
}
