/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.service.ArchiveService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

    /** One or more calls of the service, on a thread where it may take its time. */
    interface Call<T> {
        T to(ArchiveService service) throws IOException;
    }

    private final SplitEnumeratorContext<?> context;
    private final DiscoveryResources resources;

    public CoordinatedCalls(SplitEnumeratorContext<?> context, DiscoveryResources resources) {
        this.context = context;
        this.resources = resources;
    }

    /** Makes a call. One of the consumers takes what comes of it, on the coordinator's thread. */
    <T> void make(Call<T> call, Consumer<T> onResult, Consumer<Throwable> onFailure) {
        try {
            resources.threads().execute(() -> run(call, onResult, onFailure));
        } catch (RejectedExecutionException e) {
            // Closed: nobody waits for it any more.
        }
    }

    private <T> void run(Call<T> call, Consumer<T> onResult, Consumer<Throwable> onFailure) {
        try {
            T result = call.to(resources.service());
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

    Instant now() {
        return resources.clock().instant();
    }

    /** A time to compare with others, see {@link System#nanoTime}. */
    public long nanoTime() {
        return resources.nanoClock().getAsLong();
    }
}
