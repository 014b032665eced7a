/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

import io.kvsarchive.local.Quota;
import io.kvsarchive.local.Quotas;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Quotas since they were set, and what is left of them. Safe for use by several threads; whoever
 * wants nothing to come in between holds its lock.
 */
final class Budget {

    private final Quotas quotas;
    private final InstantSource clock;
    private final Map<Quota, RefillingBucket> ofAccount = new EnumMap<>(Quota.class);
    private final Map<Quota, Map<String, RefillingBucket>> ofStreams = new EnumMap<>(Quota.class);

    Budget(Quotas quotas, InstantSource clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    Quotas quotas() {
        return quotas;
    }

    /** Whether a call may cost so much, of the stream's quota and of the account's. */
    synchronized boolean has(Quota quota, String stream, long cost) {
        long now = now();
        return buckets(quota, stream, now).stream().allMatch(bucket -> bucket.has(cost, now));
    }

    /** Takes what a call costs, of the stream's quota and of the account's. */
    synchronized void take(Quota quota, String stream, long cost) {
        long now = now();
        buckets(quota, stream, now).forEach(bucket -> bucket.take(cost, now));
    }

    private List<RefillingBucket> buckets(Quota quota, String stream, long now) {
        List<RefillingBucket> buckets = new ArrayList<>();
        OptionalDouble account = quotas.rateOfAccount(quota);
        if (account.isPresent()) {
            buckets.add(ofAccount.computeIfAbsent(quota, key -> full(account.getAsDouble(), now)));
        }
        OptionalDouble ofStream = quotas.rateOfStream(quota);
        if (ofStream.isPresent()) {
            buckets.add(
                    ofStreams
                            .computeIfAbsent(quota, key -> new HashMap<>())
                            .computeIfAbsent(stream, key -> full(ofStream.getAsDouble(), now)));
        }
        return buckets;
    }

    private RefillingBucket full(double rate, long now) {
        return RefillingBucket.full(rate, quotas.burst().toNanos(), now);
    }

    private long now() {
        Instant instant = clock.instant();
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
