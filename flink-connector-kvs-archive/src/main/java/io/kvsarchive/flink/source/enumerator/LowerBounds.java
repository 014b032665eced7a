/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.discovery.BacklogListener;
import io.kvsarchive.flink.source.discovery.CoordinatedCalls;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Tells readers where the earliest fragment begins of those that nobody has been handed: with each
 * split, and those that wait for one every so often. It goes by what was handed out alone, and by
 * nothing that readers tell. For the coordinator's thread.
 */
final class LowerBounds implements BacklogListener {

    /** As often as Flink emits periodic watermarks by default. */
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final SplitEnumeratorContext<?> context;
    private final CoordinatedCalls calls;
    private final WatermarkSettings settings;
    private final LongSupplier beyondStreams;
    private final WaitingReaders waiting;
    private final EarliestOfStreams streams = new EarliestOfStreams();
    private final Map<Integer, Long> told = new HashMap<>();
    private boolean isTold;
    private boolean isTimed;

    /**
     * @param beyondStreams a bound on what is in no stream's backlog
     */
    LowerBounds(
            SplitEnumeratorContext<?> context,
            CoordinatedCalls calls,
            WatermarkSettings settings,
            LongSupplier beyondStreams,
            WaitingReaders waiting) {
        this.context = context;
        this.calls = calls;
        this.settings = settings;
        this.beyondStreams = beyondStreams;
        this.waiting = waiting;
        this.isTold = settings.areFromSource();
    }

    /**
     * Tells nobody from now on. Attempts at the same task that run side by side exist in batch jobs
     * alone, which have no watermarks.
     */
    void end() {
        isTold = false;
    }

    @Override
    public void changed(StreamBacklog backlog) {
        if (isTold) {
            streams.update(backlog.stream(), backlog.earliestMillis(settings.uploadDelay()));
        }
    }

    /** Tells a reader that has just been handed a split, or is told that none come any more. */
    void tell(int reader) {
        long bound = Math.min(streams.millis(), beyondStreams.getAsLong());
        if (isTold && !Long.valueOf(bound).equals(told.put(reader, bound))) {
            context.sendEventToSourceReader(reader, new LowerBoundEvent(bound));
        }
    }

    /** Tells the readers that wait, soon. */
    void tellWaiting() {
        if (isTold && !isTimed) {
            isTimed = true;
            calls.after(INTERVAL, this::tellNow);
        }
    }

    private void tellNow() {
        isTimed = false;
        waiting.all().forEach(this::tell);
    }

    /** A reader starts anew, and knows nothing. */
    void forget(int reader) {
        told.remove(reader);
    }
}
