/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How much a {@link LocalKvsArchive} lets its callers ask for. What is not set is not limited.
 * Immutable: each {@code with…} returns a changed copy.
 *
 * <p>Rates are kept by token buckets, which hold as much as comes within {@link #burst()} and are
 * full at first. What costs more than a bucket holds is let through when that is full, and paid
 * afterwards. A call that is refused, for whatever reason, costs nothing.
 */
public final class Quotas {

    /** Without it, 5 * (1 - 0.8) would be a bit less than a connection, and so none. */
    private static final double ROUNDING = 1e-9;

    private static final Duration MAX_BURST = Duration.ofDays(1);

    private static final Quotas NONE =
            new Quotas(Map.of(), Map.of(), null, null, Duration.ofSeconds(1), 0);

    private final Map<Quota, Long> ofStreams;
    private final Map<Quota, Long> ofAccount;
    private final @Nullable Integer connections;
    private final @Nullable Long mediaBandwidth;
    private final Duration burst;
    private final double otherConsumers;

    private Quotas(
            Map<Quota, Long> ofStreams,
            Map<Quota, Long> ofAccount,
            @Nullable Integer connections,
            @Nullable Long mediaBandwidth,
            Duration burst,
            double otherConsumers) {
        this.ofStreams = Map.copyOf(ofStreams);
        this.ofAccount = Map.copyOf(ofAccount);
        this.connections = connections;
        this.mediaBandwidth = mediaBandwidth;
        this.burst = burst;
        this.otherConsumers = otherConsumers;
    }

    /** Nothing is limited. */
    public static Quotas none() {
        return NONE;
    }

    /**
     * What the developer guide says in "Kinesis Video Streams service quotas", of the archived
     * media and of the calls that lead there.
     */
    public static Quotas ofTheService() {
        return none().withFragmentMedia(500)
                .withFragmentMetadata(10_000)
                .withConnections(5)
                .withMediaBandwidth(25_000_000)
                .withGetDataEndpointOfAccount(300)
                .withGetDataEndpointOfStream(5)
                .withDescribeStreamOfAccount(300)
                .withDescribeStreamOfStream(5)
                .withListStreams(50);
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

    /**
     * Points per second and stream: GetMediaForFragmentList costs one for each fragment that it
     * names.
     */
    public Quotas withFragmentMedia(long points) {
        return withRateOfStream(Quota.FRAGMENT_MEDIA, points);
    }

    /**
     * Points per second and stream: ListFragments costs its MaxResults, or 100 without it, however
     * few there are.
     */
    public Quotas withFragmentMetadata(long points) {
        return withRateOfStream(Quota.FRAGMENT_METADATA, points);
    }

    /**
     * Bodies of a stream's media that may be under way at a time: from the request until the last
     * byte was handed on or the body broke.
     */
    public Quotas withConnections(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("connections " + connections + " below 0");
        }
        return new Quotas(ofStreams, ofAccount, connections, mediaBandwidth, burst, otherConsumers);
    }

    /**
     * Bytes per second of each body. Its bucket is empty at first, so that no body ever comes
     * faster. Time goes by the system's clock there, whatever the archive's clock tells.
     */
    public Quotas withMediaBandwidth(long bytes) {
        long positive = requirePositive("mediaBandwidth", bytes);
        return new Quotas(ofStreams, ofAccount, connections, positive, burst, otherConsumers);
    }

    /** Calls of GetDataEndpoint per second for all streams together. */
    public Quotas withGetDataEndpointOfAccount(long calls) {
        return withRateOfAccount(Quota.GET_DATA_ENDPOINT, calls);
    }

    /** Calls of GetDataEndpoint per second and stream. */
    public Quotas withGetDataEndpointOfStream(long calls) {
        return withRateOfStream(Quota.GET_DATA_ENDPOINT, calls);
    }

    /** Calls of DescribeStream per second for all streams together. */
    public Quotas withDescribeStreamOfAccount(long calls) {
        return withRateOfAccount(Quota.DESCRIBE_STREAM, calls);
    }

    /** Calls of DescribeStream per second and stream. */
    public Quotas withDescribeStreamOfStream(long calls) {
        return withRateOfStream(Quota.DESCRIBE_STREAM, calls);
    }

    /** Calls of ListStreams per second. */
    public Quotas withListStreams(long calls) {
        return withRateOfAccount(Quota.LIST_STREAMS, calls);
    }

    /** How much is saved up while nobody asks, one second's worth if not set. */
    public Quotas withBurst(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_BURST) > 0) {
            throw new IllegalArgumentException(
                    "burst " + duration + ", must be more than 0 and at most a day");
        }
        return new Quotas(
                ofStreams, ofAccount, connections, mediaBandwidth, duration, otherConsumers);
    }

    /**
     * Takes a share of all that a stream has, but not of each body's bandwidth, as if others used
     * it all the time.
     *
     * @param share 0 to 1
     */
    public Quotas withOtherConsumers(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("otherConsumers " + share + ", must be 0 to 1");
        }
        return new Quotas(ofStreams, ofAccount, connections, mediaBandwidth, burst, share);
    }

    private Quotas withRateOfStream(Quota quota, long rate) {
        return new Quotas(
                with(ofStreams, quota, rate),
                ofAccount,
                connections,
                mediaBandwidth,
                burst,
                otherConsumers);
    }

    private Quotas withRateOfAccount(Quota quota, long rate) {
        return new Quotas(
                ofStreams,
                with(ofAccount, quota, rate),
                connections,
                mediaBandwidth,
                burst,
                otherConsumers);
    }

    private static Map<Quota, Long> with(Map<Quota, Long> rates, Quota quota, long rate) {
        Map<Quota, Long> changed = new HashMap<>(rates);
        changed.put(quota, requirePositive(quota.name(), rate));
        return changed;
    }

    private static long requirePositive(String what, long perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException(
                    what + " of " + perSecond + " per second, must be 1 or more");
        }
        return perSecond;
    }
}
