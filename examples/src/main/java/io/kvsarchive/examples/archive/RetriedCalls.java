/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.RetrySettings;
import java.util.concurrent.TimeUnit;

/** Tries calls again that may pass later. */
final class RetriedCalls {

    /** One attempt. */
    interface Call<T> {
        T make() throws ArchiveServiceException;
    }

    private final RetrySettings settings;
    private final Backoff backoff;

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

    /** Whether the wait is over, rather than interrupted. */
    private boolean waitAfter(int attempts) {
        try {
            TimeUnit.MILLISECONDS.sleep(backoff.delayAfter(attempts).toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
