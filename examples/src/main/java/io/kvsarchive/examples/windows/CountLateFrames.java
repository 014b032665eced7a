/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the frames that came after their window had closed, and hands them on as they are. */
final class CountLateFrames extends RichMapFunction<FrameSize, FrameSize> {

    private static final long serialVersionUID = 1L;

    static final String LATE_FRAMES = "late-frames";

    private final LongCounter lateFrames = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(LATE_FRAMES, lateFrames);
    }

    @Override
    public FrameSize map(FrameSize frame) {
        lateFrames.add(1);
        return frame;
    }
}
