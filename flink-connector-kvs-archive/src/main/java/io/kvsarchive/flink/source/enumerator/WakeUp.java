/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import java.time.Duration;
import javax.annotation.Nullable;

/** Wakes the coordinator once a quota allows more, the earliest time that was asked for. */
final class WakeUp {

    private final CoordinatedCalls calls;
    private final Runnable action;

    /** When it comes, by the nano clock; null if none is to come. */
    @Nullable private Long due;

    /**
     * @param action what there is to do then
     */
    WakeUp(CoordinatedCalls calls, Runnable action) {
        this.calls = calls;
        this.action = action;
    }

    void after(Duration wait) {
        long at = calls.nanoTime() + wait.toNanos();
        if (due == null || at - due < 0) {
            due = at;
            calls.after(wait, () -> arrived(at));
        }
    }

    private void arrived(long at) {
        if (due != null && due == at) {
            due = null;
        }
        action.run();
    }
}
