/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.jspecify.annotations.Nullable;

/**
 * The readers that this enumerator may give splits to: those that were added since they last
 * registered. Under HybridSource, a reader that goes back to a checkpoint may read an earlier
 * source again, and ask on its behalf; its context counts that reader as registered if all the
 * others are back there too, and tells of no reset (HybridSourceSplitEnumerator.registeredReaders).
 */
final class Readers {

    private final Supplier<Map<Integer, ReaderInfo>> registered;
    private final Map<Integer, ReaderInfo> added = new HashMap<>();

    /** Whether attempts at the same reader run side by side, each registered for itself. */
    private boolean attemptsAreSeveral;

    Readers(Supplier<Map<Integer, ReaderInfo>> registered) {
        this.registered = registered;
    }

    /** A reader registers. Returns what it tells of itself. */
    ReaderInfo added(int reader) {
        ReaderInfo registration =
                Objects.requireNonNull(
                        registration(reader), "Flink adds a reader that has not registered");
        added.put(reader, registration);
        return registration;
    }

    void hasSeveralAttempts() {
        attemptsAreSeveral = true;
    }

    boolean attemptsAreSeveral() {
        return attemptsAreSeveral;
    }

    boolean contains(int reader) {
        return isOurs(reader, registration(reader));
    }

    Set<Integer> all() {
        Set<Integer> ours = new HashSet<>();
        registered
                .get()
                .forEach(
                        (reader, registration) -> {
                            if (isOurs(reader, registration)) {
                                ours.add(reader);
                            }
                        });
        return ours;
    }

    /** Two registrations of one reader may be equal. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOurs(int reader, @Nullable ReaderInfo registration) {
        return registration != null && (attemptsAreSeveral || registration == added.get(reader));
    }

    private @Nullable ReaderInfo registration(int reader) {
        return registered.get().get(reader);
    }
}
