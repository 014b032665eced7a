/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;
import org.apache.flink.annotation.Internal;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** How long to wait before something that failed is tried again: exponential, with full jitter. */
@Internal
public final class Backoff {

    private final BackoffStrategy strategy;

    public Backoff(RetrySettings settings) {
        this.strategy = BackoffStrategy.exponentialDelay(settings.minDelay(), settings.maxDelay());
    }

    /**
     * A random wait, longer on average the more attempts have failed.
     *
     * @param failures how many attempts have failed so far, at least 1
     */
    public Duration delayAfter(int failures) {
        // The SDK counts the attempt that is to come.
        return strategy.computeDelay(failures + 1);
    }
}
