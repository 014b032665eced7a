/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.Counter;

/**
 * Watermarks that no record is behind: the earlier of where the earliest fragment begins that the
 * reader holds and has not emitted, and of what the enumerator tells of those that nobody holds.
 *
 * <p>They rest on the times that the listing tells. A frame that lies further before its fragment's
 * start than the settings allow, or that the upload delayed for longer, can be behind; such frames
 * are counted.
 */
@Internal
public final class SourceWatermarks<T> implements SplitWatermarks<T> {

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long NOTHING_LEFT = Long.MAX_VALUE;

    private final long negativeOffsetMillis;
    private final Counter lateFrames;
    private final Map<String, KvsArchiveSplitState> held = new HashMap<>();

    /** After a restore it is not known, as the enumerator may have splits to hand out anew. */
    private long lowerBound = UNKNOWN;

    /** What can be said now. Frames of a fragment don't change it. */
    private long current = UNKNOWN;

    private long emitted = UNKNOWN;

    public SourceWatermarks(Duration negativeOffset, Counter lateFrames) {
        this.negativeOffsetMillis = negativeOffset.toMillis();
        this.lateFrames = lateFrames;
    }

    @Override
    public void added(KvsArchiveSplitState split) {
        held.put(split.splitId(), split);
        current = watermark();
    }

    /** Splits have no watermarks by which Flink could pause them. */
    @Override
    public void pausedOrResumed(Collection<String> pausedIds, Collection<String> resumedIds) {}

    @Override
    public void fragmentDone() {
        current = watermark();
    }

    @Override
    public void finished(Collection<String> splitIds) {
        held.keySet().removeAll(splitIds);
        current = watermark();
    }

    @Override
    public void told(long lowerBoundMillis) {
        lowerBound = lowerBoundMillis;
        current = watermark();
    }

    @Override
    public SourceOutput<T> outputOf(String splitId, SourceOutput<T> output) {
        return output;
    }

    @Override
    public void emitting(long timestampMillis) {
        if (timestampMillis <= emitted) {
            lateFrames.inc();
        }
    }

    @Override
    public boolean isDue() {
        return current > emitted;
    }

    @Override
    public void emit(ReaderOutput<T> output) {
        if (current > emitted) {
            emitted = current;
            output.emitWatermark(new Watermark(current));
        }
    }

    /** At the end of all Flink emits the last one, unless another source goes on from here. */
    private long watermark() {
        long earliest = lowerBound;
        for (KvsArchiveSplitState split : held.values()) {
            earliest = Math.min(earliest, split.earliestMillis());
        }
        return earliest == UNKNOWN || earliest == NOTHING_LEFT
                ? UNKNOWN
                : earliest - negativeOffsetMillis - 1;
    }
}
