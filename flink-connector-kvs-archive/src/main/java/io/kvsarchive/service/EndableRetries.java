/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Waits between two attempts itself, so that the wait can be ended from another thread: the SDK's
 * own wait ends only with its time or the interruption of the caller's thread.
 */
final class EndableRetries implements RetryStrategy {

    private final RetryStrategy strategy;
    private final CountDownLatch ended = new CountDownLatch(1);

    EndableRetries(RetryStrategy strategy) {
        this.strategy = strategy;
    }

    /** Fails the calls that wait, with what their last attempt met, and tries none again. */
    void end() {
        ended.countDown();
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return strategy.acquireInitialToken(request);
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        RefreshRetryTokenResponse next = strategy.refreshRetryToken(request);
        try {
            if (!ended.await(next.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                return RefreshRetryTokenResponse.create(next.token(), Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TokenAcquisitionFailedException(
                "The wait for another attempt was ended", next.token(), request.failure());
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return strategy.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return strategy.maxAttempts();
    }

    @Override
    public Builder<?, ?> toBuilder() {
        return strategy.toBuilder();
    }
}
