/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * How much a window holds.
 *
 * @param bytes of all payloads
 */
public record WindowTotals(long frames, long keyFrames, long bytes) {

    private static final WindowTotals NOTHING = new WindowTotals(0, 0, 0);

    private WindowTotals plus(WindowTotals other) {
        return new WindowTotals(
                frames + other.frames, keyFrames + other.keyFrames, bytes + other.bytes);
    }

    /** Adds frames one by one, so that a window's state holds no frame. */
    static final class Sum implements AggregateFunction<FrameSize, WindowTotals, WindowTotals> {

        private static final long serialVersionUID = 1L;

        @Override
        public WindowTotals createAccumulator() {
            return NOTHING;
        }

        @Override
        public WindowTotals add(FrameSize frame, WindowTotals totals) {
            return totals.plus(new WindowTotals(1, frame.isKeyFrame() ? 1 : 0, frame.bytes()));
        }

        @Override
        public WindowTotals getResult(WindowTotals totals) {
            return totals;
        }

        @Override
        public WindowTotals merge(WindowTotals one, WindowTotals other) {
            return one.plus(other);
        }
    }
}
