/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Frame;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts what has been read, as {@link ReadCounts} shows it. */
public final class CountFragments extends RichMapFunction<WholeFragment, WholeFragment> {

    private static final long serialVersionUID = 1L;

    private final LongCounter frames = new LongCounter();
    private final LongCounter fragments = new LongCounter();
    private final LongCounter bytes = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(CountFrames.FRAMES, frames);
        getRuntimeContext().addAccumulator(CountFrames.FRAGMENTS, fragments);
        getRuntimeContext().addAccumulator(CountFrames.BYTES, bytes);
    }

    @Override
    public WholeFragment map(WholeFragment fragment) {
        fragments.add(1);
        for (Frame frame : fragment.frames()) {
            frames.add(1);
            bytes.add(frame.payload().length);
        }
        return fragment;
    }
}
