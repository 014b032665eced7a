/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer with one thread. */
final class ThreadTimer implements Timer {

    private final ScheduledThreadPoolExecutor thread;

    ThreadTimer(String name) {
        thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread worker = new Thread(task, name);
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    @Override
    public void after(Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> unused =
                    thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nobody waits for it any more.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
