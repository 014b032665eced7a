/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.quota;

import io.kvsarchive.flink.source.config.QuotaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/**
 * What a job may ask of one stream, now. For one thread.
 *
 * <p>Where the service refuses all the same, others use the stream, too: it asks for less then, and
 * tries after some time whether there is more again.
 */
@Internal
public final class StreamQuota {

    private static final long NANOS_TO_TRY_ANOTHER_LANE = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoClock;

    /** Empty where there is no bound. */
    private final Optional<AdaptiveRate> fragments;

    private final AdaptiveRate listedFragments;
    private final int maxLanes;
    private int lanes;
    private long lanesSince;

    /**
     * @param nanoClock {@link System#nanoTime}, or a test's own
     */
    public StreamQuota(QuotaSettings settings, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.fragments =
                settings.limitsMedia()
                        ? Optional.of(
                                new AdaptiveRate(
                                        settings.share() * settings.fragmentsPerSecond(),
                                        settings.fragmentsBurst(),
                                        nanoClock))
                        : Optional.empty();
        double listed = settings.share() * settings.listedFragmentsPerSecond();
        this.listedFragments = new AdaptiveRate(listed, listed / 2, nanoClock);
        this.maxLanes = settings.lanes();
        this.lanes = maxLanes;
        this.lanesSince = nanoClock.getAsLong();
    }

    /** How long it takes until so many fragments may be asked for; zero if they may be. */
    public Duration untilFragments(int count) {
        return fragments.map(rate -> rate.until(count)).orElse(Duration.ZERO);
    }

    /** Takes so many fragments to ask for, or tells how long to wait for them. */
    public Duration takeFragments(int count) {
        return fragments.map(rate -> rate.take(count)).orElse(Duration.ZERO);
    }

    /** Takes so many fragments for a listing to ask for, or tells how long to wait for them. */
    public Duration takeListedFragments(int count) {
        return listedFragments.take(count);
    }

    /** How many readers may read the stream at a time. */
    public int lanes() {
        long now = nanoClock.getAsLong();
        while (lanes < maxLanes && now - lanesSince >= NANOS_TO_TRY_ANOTHER_LANE) {
            lanes++;
            lanesSince += NANOS_TO_TRY_ANOTHER_LANE;
        }
        return lanes;
    }

    /** The service refused to send as many fragments as were asked for. */
    public void fragmentsRefused() {
        fragments.ifPresent(AdaptiveRate::refused);
    }

    /** The service refused to list as many fragments as were asked for. */
    public void listedFragmentsRefused() {
        listedFragments.refused();
    }

    /** The service refused a connection, while so many lanes were in use. */
    public void connectionRefused(int lanesInUse) {
        lanes = Math.max(1, Math.min(lanes, lanesInUse - 1));
        lanesSince = nanoClock.getAsLong();
    }
}
