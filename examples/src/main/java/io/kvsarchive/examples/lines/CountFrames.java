/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Counts what has been read, and hands it on as it is. */
public final class CountFrames extends RichMapFunction<ArchivedFrame, ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    static final String FRAMES = "frames";
    static final String FRAGMENTS = "fragments";
    static final String BYTES = "bytes";

    private final LongCounter frames = new LongCounter();
    private final LongCounter fragments = new LongCounter();
    private final LongCounter bytes = new LongCounter();

    /** The latest fragment; a fragment's frames come together. */
    private transient @Nullable String stream;

    private transient @Nullable String fragmentNumber;

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(FRAMES, frames);
        getRuntimeContext().addAccumulator(FRAGMENTS, fragments);
        getRuntimeContext().addAccumulator(BYTES, bytes);
    }

    @Override
    public ArchivedFrame map(ArchivedFrame frame) {
        frames.add(1);
        if (!frame.fragment().fragmentNumber().equals(fragmentNumber)
                || !frame.stream().equals(stream)) {
            // The frame with the index 0 may be of a track that is not read.
            fragments.add(1);
            stream = frame.stream();
            fragmentNumber = frame.fragment().fragmentNumber();
        }
        bytes.add(frame.frame().payload().length);
        return frame;
    }
}
