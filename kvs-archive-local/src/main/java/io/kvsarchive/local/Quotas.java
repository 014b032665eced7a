/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How much a {@link LocalKvsArchive} lets its callers ask for. What is not set is not limited.
 * Immutable.
 *
 * <p>Rates are kept by token buckets, which hold as much as comes within {@link #burst()} and are
 * full at first. What costs more than a bucket holds is let through when that is full, and paid
 * afterwards. A call that is refused, for whatever reason, costs nothing.
 */
public final class Quotas {

    /** Without it, 5 * (1 - 0.8) would be a bit less than a connection, and so none. */
    private static final double ROUNDING = 1e-9;

    private static final Duration LONGEST_BURST = Duration.ofDays(1);

    private final Map<Quota, Long> ofStreams;
    private final Map<Quota, Long> ofAccount;
    private final @Nullable Integer connections;
    private final @Nullable Long mediaBandwidth;
    private final Duration burst;
    private final double otherConsumers;

    private Quotas(Builder builder) {
        this.ofStreams = Map.copyOf(builder.ofStreams);
        this.ofAccount = Map.copyOf(builder.ofAccount);
        this.connections = builder.connections;
        this.mediaBandwidth = builder.mediaBandwidth;
        this.burst = builder.burst;
        this.otherConsumers = builder.otherConsumers;
    }

    /** Nothing is limited. */
    public static Quotas none() {
        return builder().build();
    }

    /**
     * What the developer guide says in "Kinesis Video Streams service quotas", of the archived
     * media and of the calls that lead there.
     */
    public static Quotas ofTheService() {
        return builder()
                .fragmentMedia(500)
                .fragmentMetadata(10_000)
                .connections(5)
                .mediaBandwidth(25_000_000)
                .getDataEndpointOfAccount(300)
                .getDataEndpointOfStream(5)
                .describeStreamOfAccount(300)
                .describeStreamOfStream(5)
                .listStreams(50)
                .build();
    }

    /** Begins with nothing that is limited. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with these quotas. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.ofStreams.putAll(ofStreams);
        builder.ofAccount.putAll(ofAccount);
        builder.connections = connections;
        builder.mediaBandwidth = mediaBandwidth;
        builder.burst = burst;
        builder.otherConsumers = otherConsumers;
        return builder;
    }

    /** What other consumers leave of a stream, in points or calls per second. */
    public OptionalDouble rateOfStream(Quota quota) {
        Long rate = ofStreams.get(quota);
        return rate == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(rate * (1 - otherConsumers));
    }

    /** What there is for all streams together, in points or calls per second. */
    public OptionalDouble rateOfAccount(Quota quota) {
        Long rate = ofAccount.get(quota);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of((double) rate);
    }

    /** How many bodies of a stream's media may be under way, beside those of other consumers. */
    public OptionalInt connections() {
        return connections == null
                ? OptionalInt.empty()
                : OptionalInt.of((int) (connections * (1 - otherConsumers) + ROUNDING));
    }

    /** Bytes per second of each body. */
    public OptionalLong mediaBandwidth() {
        return mediaBandwidth == null ? OptionalLong.empty() : OptionalLong.of(mediaBandwidth);
    }

    /** How much is saved up while nobody asks: what comes within this time. */
    public Duration burst() {
        return burst;
    }

    /** Collects limits. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<Quota, Long> ofStreams = new EnumMap<>(Quota.class);
        private final Map<Quota, Long> ofAccount = new EnumMap<>(Quota.class);
        private @Nullable Integer connections;
        private @Nullable Long mediaBandwidth;
        private Duration burst = Duration.ofSeconds(1);
        private double otherConsumers;

        private Builder() {}

        /**
         * Points per second and stream: GetMediaForFragmentList costs one for each fragment that it
         * names.
         */
        public Builder fragmentMedia(long points) {
            return put(ofStreams, Quota.FRAGMENT_MEDIA, points);
        }

        /**
         * Points per second and stream: ListFragments costs its MaxResults, or 100 without it,
         * however few there are.
         */
        public Builder fragmentMetadata(long points) {
            return put(ofStreams, Quota.FRAGMENT_METADATA, points);
        }

        /**
         * Bodies of a stream's media that may be under way at a time: from the request until the
         * last byte was handed on or the body broke.
         */
        public Builder connections(int connections) {
            if (connections < 0) {
                throw new IllegalArgumentException("connections " + connections + " below 0");
            }
            this.connections = connections;
            return this;
        }

        /**
         * Bytes per second of each body. Its bucket is empty at first, so that no body ever comes
         * faster. Time goes by the system's clock there, whatever the archive's clock tells.
         */
        public Builder mediaBandwidth(long bytes) {
            this.mediaBandwidth = requirePositive("mediaBandwidth", bytes);
            return this;
        }

        /** Calls of GetDataEndpoint per second for all streams together. */
        public Builder getDataEndpointOfAccount(long calls) {
            return put(ofAccount, Quota.GET_DATA_ENDPOINT, calls);
        }

        /** Calls of GetDataEndpoint per second and stream. */
        public Builder getDataEndpointOfStream(long calls) {
            return put(ofStreams, Quota.GET_DATA_ENDPOINT, calls);
        }

        /** Calls of DescribeStream per second for all streams together. */
        public Builder describeStreamOfAccount(long calls) {
            return put(ofAccount, Quota.DESCRIBE_STREAM, calls);
        }

        /** Calls of DescribeStream per second and stream. */
        public Builder describeStreamOfStream(long calls) {
            return put(ofStreams, Quota.DESCRIBE_STREAM, calls);
        }

        /** Calls of ListStreams per second. */
        public Builder listStreams(long calls) {
            return put(ofAccount, Quota.LIST_STREAMS, calls);
        }

        private Builder put(Map<Quota, Long> rates, Quota quota, long rate) {
            rates.put(quota, requirePositive(quota.name(), rate));
            return this;
        }

        private static long requirePositive(String what, long perSecond) {
            if (perSecond < 1) {
                throw new IllegalArgumentException(
                        what + " of " + perSecond + " per second, must be 1 or more");
            }
            return perSecond;
        }

        /** How much is saved up while nobody asks, one second's worth if not set. */
        public Builder burst(Duration duration) {
            if (duration.isNegative()
                    || duration.isZero()
                    || duration.compareTo(LONGEST_BURST) > 0) {
                throw new IllegalArgumentException(
                        "burst " + duration + ", must be more than 0 and at most a day");
            }
            this.burst = duration;
            return this;
        }

        /**
         * Takes a share of all that a stream has, but not of each body's bandwidth, as if others
         * used it all the time.
         *
         * @param share 0 to 1
         */
        public Builder otherConsumers(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("otherConsumers " + share + ", must be 0 to 1");
            }
            this.otherConsumers = share;
            return this;
        }

        public Quotas build() {
            return new Quotas(this);
        }
    }
}
