/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flink when a reader has something to emit that has waited for records: they have come, or
 * it was woken up. For the task's thread, but records may come on another.
 */
final class ReaderAvailability {

    private static final CompletableFuture<Void> AVAILABLE =
            CompletableFuture.completedFuture(null);

    private @Nullable CompletableFuture<Void> records;
    private volatile CompletableFuture<Void> either = new CompletableFuture<>();

    /**
     * Done once records are available, or the reader is woken up.
     *
     * @param recordsAvailable as Flink's reader tells; the same one as long as there are none
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A wake-up can't fail.
    CompletableFuture<Void> withRecords(CompletableFuture<Void> recordsAvailable) {
        if (recordsAvailable.isDone()) {
            return AVAILABLE;
        }
        if (either.isDone()) {
            either = new CompletableFuture<>();
        }
        if (records != recordsAvailable) {
            records = recordsAvailable;
            recordsAvailable.thenRun(this::wakeUp);
        }
        // They may have come just before there was a new future to be told by.
        return recordsAvailable.isDone() ? AVAILABLE : either;
    }

    void wakeUp() {
        either.complete(null);
    }
}
