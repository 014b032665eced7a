/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.metrics;

import io.kvsarchive.service.StreamReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * What is found and handed out. For the coordinator's thread; Flink asks for the figures on threads
 * of its own.
 */
@Internal
public final class EnumeratorMetrics {

    /** What has been found of a stream and not been handed out. */
    private record Unassigned(long splits, long fragments) {}

    private final Map<StreamReference, Unassigned> byStream = new HashMap<>();
    private final Counter listedFragments;
    private final Counter throttles;
    private final Counter assignedSplits;
    private final Counter brokenStreams;
    private final AtomicLong unassignedSplits = new AtomicLong();
    private final AtomicLong unassignedFragments = new AtomicLong();
    private volatile int unfinishedStreams;

    public EnumeratorMetrics(SplitEnumeratorMetricGroup group) {
        this.listedFragments = group.counter("numListedFragments");
        this.throttles = group.counter("numThrottles");
        this.assignedSplits = group.counter("numAssignedSplits");
        this.brokenStreams = group.counter("numBrokenStreams");
        group.setUnassignedSplitsGauge(unassignedSplits::get);
        group.gauge("unassignedFragments", unassignedFragments::get);
        group.gauge("unfinishedStreams", () -> unfinishedStreams);
    }

    /** A call listed so many fragments. */
    public void listed(int fragments) {
        listedFragments.inc(fragments);
    }

    /** The service refused a listing, or a reader's request, since a quota is used up. */
    public void throttled() {
        throttles.inc();
    }

    /** A split was handed out. */
    public void assigned() {
        assignedSplits.inc();
    }

    /** A stream is left out since it can't be read. */
    public void broken() {
        brokenStreams.inc();
    }

    /** Notes how much of a stream has been found and not been handed out. */
    public void unassigned(StreamReference stream, long splits, long fragments) {
        Unassigned now = new Unassigned(splits, fragments);
        Unassigned before =
                splits == 0 && fragments == 0 ? byStream.remove(stream) : byStream.put(stream, now);
        unassignedSplits.addAndGet(splits - (before == null ? 0 : before.splits()));
        unassignedFragments.addAndGet(fragments - (before == null ? 0 : before.fragments()));
    }

    /** Notes of how many streams something is, or will be, left to hand out. */
    public void unfinished(int streams) {
        unfinishedStreams = streams;
    }
}
