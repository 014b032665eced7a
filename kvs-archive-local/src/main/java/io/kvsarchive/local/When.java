/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * When a {@link Faults fault} happens. All conditions must hold. Immutable.
 *
 * <p>What the share and the counts are of depends on the fault: calls of an operation that name a
 * stream; bodies of a stream's media; or fragments, for which the share is of the fragments and the
 * counts are of how often each one was asked for. They begin when the faults are set.
 *
 * @param share of all, 0 to 1; a hash decides, so that the same come in each run
 * @param first the first one, from 1 on
 * @param last the last one, included
 * @param from time since the faults were set
 * @param until time since the faults were set, not included
 * @param fragments numbers; if empty, any
 * @param operations names in the service model such as {@code ListFragments}; if empty, any
 */
public record When(
        double share,
        long first,
        long last,
        Duration from,
        Duration until,
        Set<String> fragments,
        Set<String> operations) {

    private static final When ALWAYS =
            new When(
                    1,
                    1,
                    Long.MAX_VALUE,
                    Duration.ZERO,
                    ChronoUnit.FOREVER.getDuration(),
                    Set.of(),
                    Set.of());

    public When {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + ", must be 0 to 1");
        }
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "from the " + first + ". to the " + last + "., must be 1 or more, and rise");
        }
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        fragments = Set.copyOf(fragments);
        operations = Set.copyOf(operations);
    }

    public static When always() {
        return ALWAYS;
    }

    /** For a share of all, 0 to 1. */
    public static When share(double share) {
        return ALWAYS.withShare(share);
    }

    /** For the first so many. */
    public static When first(long count) {
        return ALWAYS.withRange(1, count);
    }

    /** For certain fragments, or bodies with any of them. */
    public static When fragments(Collection<String> numbers) {
        return ALWAYS.withFragments(numbers);
    }

    public When withShare(double share) {
        return new When(share, first, last, from, until, fragments, operations);
    }

    /** For the first so many. */
    public When withFirst(long count) {
        return withRange(1, count);
    }

    /** From one to another, both included, the first one being 1. */
    public When withRange(long first, long last) {
        return new When(share, first, last, from, until, fragments, operations);
    }

    /** From so long after the faults were set until so long after that moment. */
    public When withPeriod(Duration from, Duration until) {
        return new When(share, first, last, from, until, fragments, operations);
    }

    /** For certain fragments, or bodies with any of them. */
    public When withFragments(Collection<String> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("no fragment numbers");
        }
        return new When(share, first, last, from, until, Set.copyOf(numbers), operations);
    }

    /** For calls of certain operations, by their names such as {@code ListFragments}. */
    public When withOperations(String... names) {
        return new When(share, first, last, from, until, fragments, Set.of(names));
    }

    boolean goesByCounts() {
        return first > 1 || last < Long.MAX_VALUE;
    }
}
