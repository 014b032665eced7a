/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.metrics;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What one parallel reader does. For the task's thread, unless said otherwise; Flink asks for the
 * figures on threads of its own.
 */
@Internal
public final class ReaderMetrics {

    private final SourceReaderMetricGroup group;
    private final boolean isByStream;
    private final MediaMetrics ofAllStreams;
    private final Map<String, MediaMetrics> byStream = new HashMap<>();
    private final Counter bytesIn;
    private final Counter bytesDelivered;
    private final Counter fragments;
    private final Counter lateFrames;
    private long records;
    private final AtomicLong pendingFragments = new AtomicLong();
    private final AtomicLong pendingBytes = new AtomicLong();
    private volatile double recordsPerFragment;
    private volatile long fetchEventTimeLag;

    /**
     * @param isByStream whether there are figures for each stream, too
     */
    public ReaderMetrics(SourceReaderMetricGroup group, boolean isByStream) {
        this.group = group;
        this.isByStream = isByStream;
        this.ofAllStreams = MediaMetrics.ofAll(group);
        this.bytesIn = group.getIOMetricGroup().getNumBytesInCounter();
        this.bytesDelivered = group.counter("numBytesDelivered");
        this.fragments = group.counter("numFragments");
        this.lateFrames = group.counter("numLateFrames");
        group.setPendingBytesGauge(pendingBytes::get);
        group.setPendingRecordsGauge(() -> Math.round(pendingFragments.get() * recordsPerFragment));
        group.gauge("pendingFragments", pendingFragments::get);
        group.gauge("currentFetchEventTimeLag", () -> fetchEventTimeLag);
    }

    /** What is asked for of a stream. On any thread. */
    public synchronized MediaMetrics ofStream(String stream) {
        return isByStream
                ? byStream.computeIfAbsent(
                        stream,
                        name -> MediaMetrics.ofStream(group.addGroup("stream", name), ofAllStreams))
                : ofAllStreams;
    }

    /** A split has come. */
    public void added(KvsArchiveSplit split) {
        pend(
                split.fragments().size(),
                split.fragments().stream().mapToLong(FragmentToRead::sizeInBytes).sum());
    }

    /** A fragment was read whose latest frame is of that time. On any thread. */
    public void fetched(Instant latestFrame) {
        fetchEventTimeLag = Duration.between(latestFrame, Instant.now()).toMillis();
    }

    /** A frame, or what the listing tells of a fragment, is emitted. */
    public void emitted(long bytes) {
        records++;
        bytesDelivered.inc(bytes);
    }

    /** Nothing of a fragment is left to emit. */
    public void done(FragmentToRead fragment) {
        fragments.inc();
        recordsPerFragment = (double) records / fragments.getCount();
        pend(-1, -fragment.sizeInBytes());
        countBytesIn();
    }

    private void pend(int moreFragments, long moreBytes) {
        pendingFragments.addAndGet(moreFragments);
        pendingBytes.addAndGet(moreBytes);
    }

    /** Flink's own counter is for the task's thread alone. */
    public void countBytesIn() {
        bytesIn.inc(ofAllStreams.bytesRead() - bytesIn.getCount());
    }

    /** A frame can't be made into a record. */
    public void failed() {
        group.getNumRecordsInErrorsCounter().inc();
    }

    /** Counts frames that a watermark of the source has passed. */
    public Counter lateFrames() {
        return lateFrames;
    }
}
