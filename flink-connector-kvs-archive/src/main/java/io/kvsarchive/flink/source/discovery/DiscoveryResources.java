/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.service.ArchiveService;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/**
 * What an enumerator works with, and closes when it ends.
 *
 * @param service makes each call once
 * @param threads where the service is called
 * @param clock tells the time
 * @param nanoClock measures time, see {@link System#nanoTime}
 */
@Internal
public record DiscoveryResources(
        ArchiveService service,
        ExecutorService threads,
        Timer timer,
        InstantSource clock,
        LongSupplier nanoClock)
        implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    /**
     * Threads and clocks for a service.
     *
     * @param maxCalls how many calls may be under way at a time
     */
    public static DiscoveryResources of(ArchiveService service, int maxCalls) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        maxCalls,
                        maxCalls,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "kvs-archive-listing");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return new DiscoveryResources(
                service,
                threads,
                new ThreadTimer("kvs-archive-timer"),
                InstantSource.system(),
                System::nanoTime);
    }

    @Override
    public void close() {
        timer.close();
        threads.shutdownNow();
        service.close();
    }
}
