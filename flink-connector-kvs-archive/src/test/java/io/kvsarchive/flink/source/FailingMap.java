/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/** Fails now and then: in some subtasks, whenever so many lines have come to one of them. */
final class FailingMap extends RichMapFunction<String, String> implements CheckpointListener {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
    private static final Map<Integer, AtomicInteger> STARTS = new ConcurrentHashMap<>();

    private final int every;
    private final boolean isAfterCheckpoints;
    private transient int subtask;
    private transient int lines;

    /**
     * @param every a subtask fails after so many lines, and after twice as many in the next
     */
    FailingMap(int every) {
        this(every, false);
    }

    private FailingMap(int every, boolean isAfterCheckpoints) {
        this.every = every;
        this.isAfterCheckpoints = isAfterCheckpoints;
    }

    /**
     * A subtask fails so many lines after a checkpoint is complete, and twice as many in the next.
     * Lines are held up until there are no failures left, so that there are checkpoints enough.
     */
    static FailingMap afterCheckpoints(int every) {
        return new FailingMap(every, true);
    }

    static void prepare(int failures) {
        FAILURES_LEFT.set(failures);
        STARTS.clear();
    }

    static int failuresLeft() {
        return FAILURES_LEFT.get();
    }

    /** How often a subtask has started. */
    static int startsOf(int subtask) {
        return STARTS.getOrDefault(subtask, new AtomicInteger()).get();
    }

    @Override
    public void open(OpenContext context) {
        subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        lines = isAfterCheckpoints ? Integer.MIN_VALUE : 0;
        STARTS.computeIfAbsent(subtask, key -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        if (isAfterCheckpoints) {
            lines = 0;
        }
    }

    @Override
    public String map(String line) {
        lines++;
        boolean isDue = lines == every * (subtask + 1);
        if (isDue && FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("made to fail");
        }
        if (isAfterCheckpoints && FAILURES_LEFT.get() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return line;
    }
}
