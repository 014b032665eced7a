/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tries calls again that may pass later. The SDK's own retries would sign with the same credentials
 * again, ask the same endpoint again, and wait until the wait is over.
 */
final class RetriedCalls {

    /** One attempt. */
    interface Call<T> {
        T make() throws ArchiveServiceException;
    }

    private final RetrySettings settings;
    private final Backoff backoff;
    private final CountDownLatch ended = new CountDownLatch(1);

    RetriedCalls(RetrySettings settings) {
        this.settings = settings;
        this.backoff = new Backoff(settings);
    }

    /**
     * Makes a call, again and again if need be.
     *
     * @throws ArchiveServiceException what the last attempt met
     */
    <T> T make(Call<T> call) throws ArchiveServiceException {
        int attempts = 1;
        while (true) {
            try {
                return call.make();
            } catch (ArchiveServiceException e) {
                if (!settings.allowAnotherAttempt(e.kind(), attempts) || !waitAfter(attempts)) {
                    throw e;
                }
                attempts++;
            }
        }
    }

    private boolean waitAfter(int attempts) {
        try {
            return !ended.await(backoff.delayAfter(attempts).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Fails the calls that wait, with what their last attempt met, and tries none again. */
    void end() {
        ended.countDown();
    }
}
