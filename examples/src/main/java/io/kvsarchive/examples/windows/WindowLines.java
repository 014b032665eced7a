/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Writes each window that has closed as one line of JSON, and counts them. */
final class WindowLines extends ProcessWindowFunction<WindowTotals, String, String, TimeWindow> {

    private static final long serialVersionUID = 1L;

    static final String WINDOWS = "windows";

    private static final JsonFactory JSON = new JsonFactory();

    private final LongCounter windows = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(WINDOWS, windows);
    }

    @Override
    public void process(
            String stream, Context context, Iterable<WindowTotals> totals, Collector<String> lines)
            throws IOException {
        Instant start = Instant.ofEpochMilli(context.window().getStart());
        for (WindowTotals ofWindow : totals) {
            windows.add(1);
            lines.collect(line(stream, start, ofWindow));
        }
    }

    private static String line(String stream, Instant start, WindowTotals totals)
            throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("stream", stream);
            json.writeStringField("window_start", start.toString());
            json.writeNumberField("frames", totals.frames());
            json.writeNumberField("key_frames", totals.keyFrames());
            json.writeNumberField("bytes", totals.bytes());
            json.writeEndObject();
        }
        return line.toString();
    }
}
