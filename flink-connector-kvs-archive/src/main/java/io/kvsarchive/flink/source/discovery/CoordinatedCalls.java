/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Makes calls that block on threads of the enumerator's own, and hands what comes of them to the
 * coordinator's thread. The calls of a slow stream hold up neither the coordinator nor, as long as
 * there are threads, those of other streams.
 */
@Internal
public final class CoordinatedCalls {

    private final SplitEnumeratorContext<?> context;
    private final DiscoveryResources resources;

    public CoordinatedCalls(SplitEnumeratorContext<?> context, DiscoveryResources resources) {
        this.context = context;
        this.resources = resources;
    }

    /** Makes a call. One of the consumers takes what comes of it, on the coordinator's thread. */
    <T> void make(Callable<T> call, Consumer<T> onResult, Consumer<Throwable> onFailure) {
        try {
            resources.threads().execute(() -> run(call, onResult, onFailure));
        } catch (RejectedExecutionException e) {
            // Closed: nobody waits for it any more.
        }
    }

    private <T> void run(Callable<T> call, Consumer<T> onResult, Consumer<Throwable> onFailure) {
        try {
            T result = call.call();
            context.runInCoordinatorThread(() -> onResult.accept(result));
        } catch (Throwable e) {
            // An error, too, must be known: the job would wait for the answer for ever.
            if (!resources.threads().isShutdown()) {
                context.runInCoordinatorThread(() -> onFailure.accept(e));
            }
        }
    }

    /** Runs an action on the coordinator's thread after some time. */
    public void after(Duration delay, Runnable action) {
        resources.timer().after(delay, () -> context.runInCoordinatorThread(action));
    }
}
