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
 * What shall go wrong in a {@link LocalKvsArchive}, and when. Immutable.
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

    private final long seed;
    private final List<Rule> rules;
    private final @Nullable Integer connectionLimit;
    private final @Nullable Instant retentionEdge;

    private Faults(Builder builder) {
        this.seed = builder.seed;
        this.rules = List.copyOf(builder.rules);
        this.connectionLimit = builder.connectionLimit;
        this.retentionEdge = builder.retentionEdge;
    }

    /** Nothing goes wrong. */
    public static Faults none() {
        return builder().build();
    }

    /** Begins with nothing that goes wrong. */
    public static Builder builder() {
        return new Builder();
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

    /** Collects faults. Not safe for use by several threads. */
    public static final class Builder {

        private long seed;
        private final List<Rule> rules = new ArrayList<>();
        private @Nullable Integer connectionLimit;
        private @Nullable Instant retentionEdge;

        private Builder() {}

        /** What shares and places are decided by, 0 if not set. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Calls end in AccessDeniedException, 400, as if a policy did not allow them. */
        public Builder denyAccess(When calls) {
            return ofCalls(Fault.ACCESS_DENIED, calls, "");
        }

        /** Calls end in ClientLimitExceededException, 400. */
        public Builder throttle(When calls) {
            return ofCalls(Fault.THROTTLED, calls, "");
        }

        /** Calls end in InternalFailure, 500. */
        public Builder internalFailure(When calls) {
            return ofCalls(Fault.INTERNAL_FAILURE, calls, "");
        }

        /** Calls end in ServiceUnavailable, 503. */
        public Builder serviceUnavailable(When calls) {
            return ofCalls(Fault.SERVICE_UNAVAILABLE, calls, "");
        }

        /** Calls that are signed with this key end in ExpiredTokenException, 403. */
        public Builder expireCredentials(String accessKey, When calls) {
            return ofCalls(Fault.EXPIRED_CREDENTIALS, calls, accessKey);
        }

        /**
         * Media are refused with ConnectionLimitExceededException, 400, while so many bodies of the
         * stream are under way.
         */
        public Builder connectionLimit(int connections) {
            if (connections < 0) {
                throw new IllegalArgumentException("connectionLimit " + connections + " below 0");
            }
            this.connectionLimit = connections;
            return this;
        }

        /** The connection is reset in the middle of the body. */
        public Builder resetBody(When bodies) {
            return ofBodies(Fault.RESET, bodies, Duration.ZERO);
        }

        /** The connection ends in the middle of the body, without the last chunk. */
        public Builder cutBody(When bodies) {
            return ofBodies(Fault.CUT, bodies, Duration.ZERO);
        }

        /** The body ends anywhere, and looks as if it were whole: the last chunk is sent. */
        public Builder endBodyEarly(When bodies) {
            return ofBodies(Fault.EARLY_END, bodies, Duration.ZERO);
        }

        /** The same between two fragments, or before the first one. */
        public Builder endBodyAtBorder(When bodies) {
            return ofBodies(Fault.EARLY_END_AT_BORDER, bodies, Duration.ZERO);
        }

        /**
         * The body holds in its middle, and goes on afterwards.
         *
         * @param duration {@code ChronoUnit.FOREVER.getDuration()} if it shall never go on
         */
        public Builder stallBody(Duration duration, When bodies) {
            return ofBodies(Fault.STALLED, bodies, duration);
        }

        /** The fragments come in another order than asked, where there are two or more. */
        public Builder reorder(When bodies) {
            return ofBodies(Fault.REORDERED, bodies, Duration.ZERO);
        }

        /** A fragment comes twice: the second time at the end of the body. */
        public Builder repeatFragment(When bodies) {
            return ofBodies(Fault.REPEATED, bodies, Duration.ZERO);
        }

        /**
         * Fragments are listed, but whole requests for any of them end in InvalidArgumentException,
         * 400, "Fragment numbers are invalid".
         */
        public Builder refuseFragments(When asked) {
            return ofFragments(Fault.REFUSED, asked);
        }

        /** An error Segment comes in a fragment's place; the others come. */
        public Builder failFragments(When asked) {
            return ofFragments(Fault.IN_BAND_ERROR, asked);
        }

        /** An error Segment comes in a fragment's place, and nothing after it. */
        public Builder failFragmentsAndEnd(When asked) {
            return ofFragments(Fault.IN_BAND_ERROR_AT_END, asked);
        }

        /** Some bytes of fragments are others: 16 in a row, or fewer at the end. */
        public Builder corruptFragments(When asked) {
            return ofFragments(Fault.CORRUPTED, asked);
        }

        /** As many bytes that are no Matroska at all come in a fragment's place. */
        public Builder replaceFragments(When asked) {
            return ofFragments(Fault.REPLACED, asked);
        }

        /**
         * Fragments are gone: not listed any more, and refused. Counts cannot say when, since a
         * listing asks for none of them.
         */
        public Builder expireFragments(When when) {
            if (when.counts()) {
                throw new IllegalArgumentException("EXPIRED does not go by counts");
            }
            return ofFragments(Fault.EXPIRED, when);
        }

        /**
         * Fragments are gone whose server timestamp is before that moment. Listings by server
         * timestamp that end before it are refused with InvalidArgumentException, 400.
         */
        public Builder retentionEdge(Instant edge) {
            this.retentionEdge = Objects.requireNonNull(edge, "edge");
            return this;
        }

        private Builder ofCalls(Fault fault, When when, String accessKey) {
            if (!when.fragments().isEmpty()) {
                throw new IllegalArgumentException(fault + " is of calls, not of fragments");
            }
            rules.add(new Rule(fault, when, Duration.ZERO, accessKey));
            return this;
        }

        private Builder ofBodies(Fault fault, When when, Duration stall) {
            rejectOperations(fault, when);
            rules.add(new Rule(fault, when, stall, ""));
            return this;
        }

        private Builder ofFragments(Fault fault, When when) {
            rejectOperations(fault, when);
            rules.add(new Rule(fault, when, Duration.ZERO, ""));
            return this;
        }

        private static void rejectOperations(Fault fault, When when) {
            if (!when.operations().isEmpty()) {
                throw new IllegalArgumentException(fault + " is of GetMediaForFragmentList only");
            }
        }

        public Faults build() {
            return new Faults(this);
        }
    }
}
