/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * When and how often what failed is tried again: after a random wait, whose bound begins at {@code
 * minDelay} and doubles with each attempt up to {@code maxDelay}.
 *
 * @param maxAttempts how often something is tried, the first time included
 */
@Internal
public record RetrySettings(int maxAttempts, Duration minDelay, Duration maxDelay)
        implements Serializable {

    /**
     * Whether a call that failed is made again.
     *
     * @param attempts how often it has been made
     */
    public boolean allowAnotherAttempt(ServiceErrorKind failure, int attempts) {
        // A denial may be that of a clock that is wrong, which the SDK learns from the answer.
        boolean mayPass =
                failure.isPassing() || (failure == ServiceErrorKind.DENIED && attempts == 1);
        return mayPass && attempts < maxAttempts;
    }
}
