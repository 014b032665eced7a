/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.metrics;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What one parallel reader asks the service for: of a stream, or of all of them. Safe for use by
 * several threads.
 */
@Internal
public final class MediaMetrics {

    private final Counter requests;
    private final Counter retries;
    private final Counter throttles;
    private final Counter lostFragments;
    private final Counter bytesRead;
    private final Counter openConnections = new ConcurrentCounter();
    private final Optional<MediaMetrics> ofAll;
    private volatile long timeToFirstByte;

    private MediaMetrics(MetricGroup group, Optional<MediaMetrics> ofAll) {
        this.requests = counter(group, "numRequests");
        this.retries = counter(group, "numRetries");
        this.throttles = counter(group, "numThrottles");
        this.lostFragments = counter(group, "numLostFragments");
        this.bytesRead = counter(group, "numBytesRead");
        group.gauge("openConnections", openConnections::getCount);
        group.gauge("timeToFirstByte", () -> timeToFirstByte);
        this.ofAll = ofAll;
    }

    static MediaMetrics ofAll(MetricGroup group) {
        return new MediaMetrics(group, Optional.empty());
    }

    static MediaMetrics ofStream(MetricGroup group, MediaMetrics ofAll) {
        return new MediaMetrics(group, Optional.of(ofAll));
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ConcurrentCounter());
    }

    /**
     * A request is made.
     *
     * @param isRetry whether all that it asks for was asked for before
     */
    public void requested(boolean isRetry) {
        requests.inc();
        if (isRetry) {
            retries.inc();
        }
        ofAll.ifPresent(all -> all.requested(isRetry));
    }

    /** A request was refused since a quota is used up. */
    public void throttled() {
        throttles.inc();
        ofAll.ifPresent(MediaMetrics::throttled);
    }

    /** A request is being answered, on a connection of its own. */
    public void opened() {
        openConnections.inc();
        ofAll.ifPresent(MediaMetrics::opened);
    }

    /** An answer has ended, in whichever way. */
    public void closed() {
        openConnections.dec();
        ofAll.ifPresent(MediaMetrics::closed);
    }

    /** The first bytes of an answer have come, so long after the request. */
    public void answeredAfter(Duration time) {
        timeToFirstByte = time.toMillis();
        ofAll.ifPresent(all -> all.answeredAfter(time));
    }

    /** So many bytes have come. */
    public void read(int bytes) {
        bytesRead.inc(bytes);
        ofAll.ifPresent(all -> all.read(bytes));
    }

    /** A fragment can't be had. */
    public void lost() {
        lostFragments.inc();
        ofAll.ifPresent(MediaMetrics::lost);
    }

    long bytesRead() {
        return bytesRead.getCount();
    }
}
