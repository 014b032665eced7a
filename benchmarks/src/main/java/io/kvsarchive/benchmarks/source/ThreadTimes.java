/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long the threads of Flink's sources have worked: those that run a chain which begins with a
 * source, and those that fetch for it. Of each thread it misses what comes after the last look.
 */
final class ThreadTimes {

    private static final String CHAIN = "Source: ";
    private static final String FETCHER = "Source Data Fetcher";
    private static final Duration LOOKS = Duration.ofMillis(10);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> nanosByThread = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    private final ScheduledFuture<?> looking;

    ThreadTimes() {
        looking =
                looks.scheduleWithFixedDelay(
                        this::look, 0, LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && isOfSource(thread.getThreadName())) {
                long nanos = threads.getThreadCpuTime(thread.getThreadId());
                nanosByThread.merge(thread.getThreadId(), nanos, Math::max);
            }
        }
    }

    private static boolean isOfSource(String thread) {
        return thread.startsWith(CHAIN) || thread.startsWith(FETCHER);
    }

    /** Ends the looking. */
    double stop() throws InterruptedException {
        looking.cancel(false);
        looks.shutdown();
        looks.awaitTermination(1, TimeUnit.MINUTES);
        return nanosByThread.values().stream().mapToLong(nanos -> nanos).sum() / 1e9;
    }
}
