/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import java.time.Duration;
import java.util.OptionalLong;

/** Wakes the coordinator once a quota allows more, the earliest time that was asked for. */
final class WakeUp {

    private final CoordinatedCalls calls;
    private final Runnable action;

    /** When it comes, by the nano clock; empty if none is to come. */
    private OptionalLong due = OptionalLong.empty();

    /**
     * @param action what there is to do then
     */
    WakeUp(CoordinatedCalls calls, Runnable action) {
        this.calls = calls;
        this.action = action;
    }

    void after(Duration wait) {
        long at = calls.nanoTime() + wait.toNanos();
        if (due.isEmpty() || at - due.getAsLong() < 0) {
            due = OptionalLong.of(at);
            calls.after(wait, () -> arrived(at));
        }
    }

    private void arrived(long at) {
        if (due.equals(OptionalLong.of(at))) {
            due = OptionalLong.empty();
        }
        action.run();
    }
}
