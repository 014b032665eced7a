/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.service.Backoff;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The fragments that have made requests fail, and how long each has to wait before it is asked for
 * again: the longer the more often it has failed.
 */
final class Suspects {

    /**
     * A fragment that has made requests fail.
     *
     * @param attempts how many requests it has made fail
     * @param hasFailedAlike whether the last two of them failed in the very same way
     */
    record Suspect(int attempts, String lastFailure, boolean hasFailedAlike, long earliestNanos) {}

    private final Map<String, Suspect> suspects = new LinkedHashMap<>();
    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private final long startNanos;

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    Suspects(Backoff backoff, LongSupplier nanoClock) {
        this.backoff = backoff;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** Notes that a fragment has made a request fail. */
    Suspect failed(String number, String failure) {
        Optional<Suspect> before = find(number);
        int attempts = before.map(Suspect::attempts).orElse(0) + 1;
        Suspect suspect =
                new Suspect(
                        attempts,
                        failure,
                        before.filter(last -> last.lastFailure.equals(failure)).isPresent(),
                        nanosSinceStart() + backoff.delayAfter(attempts).toNanos());
        suspects.put(number, suspect);
        return suspect;
    }

    boolean contains(String number) {
        return suspects.containsKey(number);
    }

    void remove(String number) {
        suspects.remove(number);
    }

    /** How long a fragment has to wait; zero if it is no suspect. */
    Duration delay(String number) {
        return find(number)
                .map(suspect -> suspect.earliestNanos - nanosSinceStart())
                .map(nanos -> Duration.ofNanos(Math.max(0, nanos)))
                .orElse(Duration.ZERO);
    }

    /** The suspect that has to wait least, and is the first of several that need not wait. */
    Optional<String> next() {
        return suspects.keySet().stream().min(Comparator.comparing(this::delay));
    }

    private Optional<Suspect> find(String number) {
        return Optional.ofNullable(suspects.get(number));
    }

    private long nanosSinceStart() {
        return nanoClock.getAsLong() - startNanos;
    }
}
