/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What shall go wrong in a {@link LocalKvsArchive}, and when. Immutable: each {@code with…} returns
 * a copy with one thing more that goes wrong, the {@link Fault} of that name.
 *
 * <p>Nothing is left to chance: the same calls of an operation for a stream, in the same order, are
 * answered in the same way by all faults of the same seed.
 */
public final class Faults {

    /**
     * A fault and when it happens.
     *
     * @param stall how long a body holds, zero for all other faults
     * @param accessKey whose credentials have expired, empty for all other faults
     */
    public record Rule(Fault fault, When when, Duration stall, String accessKey) {

        public Rule {
            Objects.requireNonNull(fault, "fault");
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(stall, "stall");
            Objects.requireNonNull(accessKey, "accessKey");
        }
    }

    private static final Faults NONE = new Faults(0, List.of(), null, null);

    private final long seed;
    private final List<Rule> rules;
    private final @Nullable Integer connectionLimit;
    private final @Nullable Instant retentionEdge;

    private Faults(
            long seed,
            List<Rule> rules,
            @Nullable Integer connectionLimit,
            @Nullable Instant retentionEdge) {
        this.seed = seed;
        this.rules = List.copyOf(rules);
        this.connectionLimit = connectionLimit;
        this.retentionEdge = retentionEdge;
    }

    /** Nothing goes wrong. */
    public static Faults none() {
        return NONE;
    }

    public long seed() {
        return seed;
    }

    /** In the order in which they were given. */
    public List<Rule> rules() {
        return rules;
    }

    /** How many media bodies of a stream may be under way at a time. */
    public OptionalInt connectionLimit() {
        return connectionLimit == null ? OptionalInt.empty() : OptionalInt.of(connectionLimit);
    }

    /** The server timestamp before which fragments are gone. */
    public Optional<Instant> retentionEdge() {
        return Optional.ofNullable(retentionEdge);
    }

    /** What shares and places are decided by, 0 if not set. */
    public Faults withSeed(long seed) {
        return new Faults(seed, rules, connectionLimit, retentionEdge);
    }

    /** Calls end in AccessDeniedException, 400, as if a policy did not allow them. */
    public Faults withAccessDenied(When calls) {
        return withCalls(Fault.ACCESS_DENIED, calls, "");
    }

    /** Calls end in ClientLimitExceededException, 400. */
    public Faults withThrottled(When calls) {
        return withCalls(Fault.THROTTLED, calls, "");
    }

    /** Calls end in InternalFailure, 500. */
    public Faults withInternalFailure(When calls) {
        return withCalls(Fault.INTERNAL_FAILURE, calls, "");
    }

    /** Calls end in ServiceUnavailable, 503. */
    public Faults withServiceUnavailable(When calls) {
        return withCalls(Fault.SERVICE_UNAVAILABLE, calls, "");
    }

    /** Calls that are signed with this key end in ExpiredTokenException, 403. */
    public Faults withExpiredCredentials(String accessKey, When calls) {
        return withCalls(Fault.EXPIRED_CREDENTIALS, calls, accessKey);
    }

    /**
     * Media are refused with ConnectionLimitExceededException, 400, while so many bodies of the
     * stream are under way.
     */
    public Faults withConnectionLimit(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("connectionLimit " + connections + " below 0");
        }
        return new Faults(seed, rules, connections, retentionEdge);
    }

    /** The connection is reset in the middle of the body. */
    public Faults withReset(When bodies) {
        return withBodies(Fault.RESET, bodies, Duration.ZERO);
    }

    /** The connection ends in the middle of the body, without the last chunk. */
    public Faults withCut(When bodies) {
        return withBodies(Fault.CUT, bodies, Duration.ZERO);
    }

    /** The body ends anywhere, and looks as if it were whole: the last chunk is sent. */
    public Faults withEarlyEnd(When bodies) {
        return withBodies(Fault.EARLY_END, bodies, Duration.ZERO);
    }

    /** The same between two fragments, or before the first one. */
    public Faults withEarlyEndAtBorder(When bodies) {
        return withBodies(Fault.EARLY_END_AT_BORDER, bodies, Duration.ZERO);
    }

    /**
     * The body holds in its middle, and goes on afterwards.
     *
     * @param duration {@code ChronoUnit.FOREVER.getDuration()} if it shall never go on
     */
    public Faults withStalled(Duration duration, When bodies) {
        return withBodies(Fault.STALLED, bodies, duration);
    }

    /** The fragments come in another order than asked, where there are two or more. */
    public Faults withReordered(When bodies) {
        return withBodies(Fault.REORDERED, bodies, Duration.ZERO);
    }

    /** A fragment comes twice: the second time at the end of the body. */
    public Faults withRepeated(When bodies) {
        return withBodies(Fault.REPEATED, bodies, Duration.ZERO);
    }

    /**
     * Fragments are listed, but whole requests for any of them end in InvalidArgumentException,
     * 400, "Fragment numbers are invalid".
     */
    public Faults withRefused(When asked) {
        return withFragments(Fault.REFUSED, asked);
    }

    /** An error Segment comes in a fragment's place; the others come. */
    public Faults withInBandError(When asked) {
        return withFragments(Fault.IN_BAND_ERROR, asked);
    }

    /** An error Segment comes in a fragment's place, and nothing after it. */
    public Faults withInBandErrorAtEnd(When asked) {
        return withFragments(Fault.IN_BAND_ERROR_AT_END, asked);
    }

    /** Some bytes of fragments are others: 16 in a row, or fewer at the end. */
    public Faults withCorrupted(When asked) {
        return withFragments(Fault.CORRUPTED, asked);
    }

    /** As many bytes that are no Matroska at all come in a fragment's place. */
    public Faults withReplaced(When asked) {
        return withFragments(Fault.REPLACED, asked);
    }

    /**
     * Fragments are gone: not listed any more, and refused. Counts cannot say when, since a listing
     * asks for none of them.
     */
    public Faults withExpired(When when) {
        if (when.goesByCounts()) {
            throw new IllegalArgumentException("EXPIRED does not go by counts");
        }
        return withFragments(Fault.EXPIRED, when);
    }

    /**
     * Fragments are gone whose server timestamp is before that moment. Listings by server timestamp
     * that end before it are refused with InvalidArgumentException, 400.
     */
    public Faults withRetentionEdge(Instant edge) {
        return new Faults(seed, rules, connectionLimit, Objects.requireNonNull(edge, "edge"));
    }

    private Faults withCalls(Fault fault, When when, String accessKey) {
        if (!when.fragments().isEmpty()) {
            throw new IllegalArgumentException(fault + " is of calls, not of fragments");
        }
        return withRule(new Rule(fault, when, Duration.ZERO, accessKey));
    }

    private Faults withBodies(Fault fault, When when, Duration stall) {
        rejectOperations(fault, when);
        return withRule(new Rule(fault, when, stall, ""));
    }

    private Faults withFragments(Fault fault, When when) {
        rejectOperations(fault, when);
        return withRule(new Rule(fault, when, Duration.ZERO, ""));
    }

    private static void rejectOperations(Fault fault, When when) {
        if (!when.operations().isEmpty()) {
            throw new IllegalArgumentException(fault + " is of GetMediaForFragmentList only");
        }
    }

    private Faults withRule(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Faults(seed, more, connectionLimit, retentionEdge);
    }
}
