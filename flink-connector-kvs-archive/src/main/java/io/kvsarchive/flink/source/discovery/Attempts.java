/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.RetrySettings;
import java.time.Duration;

/** How often a call has failed in a row, and when it is made again. */
final class Attempts {

    private final RetrySettings settings;
    private final Backoff backoff;
    private int failures;

    Attempts(RetrySettings settings) {
        this.settings = settings;
        this.backoff = new Backoff(settings);
    }

    void succeeded() {
        failures = 0;
    }

    void failed() {
        failures++;
    }

    /** Whether the call is made again that has just failed. */
    boolean allowAnother(ArchiveServiceException reason) {
        return settings.allowAnotherAttempt(reason.kind(), failures);
    }

    /** How long to wait before. */
    Duration delay() {
        return backoff.delayAfter(failures);
    }
}
