/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Counts lines of frames by stream and ten seconds of event time, and those that are behind the
 * watermark when they come.
 */
final class WindowCounts {

    private static final Duration SIZE = Duration.ofSeconds(10);
    private static final AtomicLong LATE = new AtomicLong();
    private static final AtomicLong WATERMARKED = new AtomicLong();

    private WindowCounts() {}

    static void reset() {
        LATE.set(0);
        WATERMARKED.set(0);
    }

    /** How many lines came that a watermark had passed. */
    static long late() {
        return LATE.get();
    }

    /** How many lines came after there was a first watermark. */
    static long watermarked() {
        return WATERMARKED.get();
    }

    /** Lines such as {@code stream window-start count}. */
    static DataStream<String> of(DataStream<String> frames) {
        return frames.keyBy(WindowCounts::stream)
                .process(new NotesLate())
                .keyBy(WindowCounts::stream)
                .window(TumblingEventTimeWindows.of(SIZE))
                .aggregate(new Count(), new Describe());
    }

    /** What {@link #of} makes of all lines if none is late. */
    static List<String> truth(List<String> lines) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines) {
            long millis = timestampMillis(line);
            long start = millis - Math.floorMod(millis, SIZE.toMillis());
            counts.merge(stream(line) + " " + Instant.ofEpochMilli(start), 1L, Long::sum);
        }
        return counts.entrySet().stream()
                .map(window -> window.getKey() + " " + window.getValue())
                .toList();
    }

    private static String stream(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static long timestampMillis(String line) {
        return Instant.parse(line.split(" ", 7)[5]).toEpochMilli();
    }

    private static final class NotesLate extends KeyedProcessFunction<String, String, String> {

        private static final long serialVersionUID = 1L;
        private transient long highest;

        @Override
        public void open(OpenContext context) {
            highest = Long.MIN_VALUE;
        }

        @Override
        public void processElement(
                String line,
                KeyedProcessFunction<String, String, String>.Context context,
                Collector<String> out) {
            highest = Math.max(highest, context.timerService().currentWatermark());
            if (highest > Long.MIN_VALUE) {
                WATERMARKED.incrementAndGet();
            }
            if (timestampMillis(line) <= highest) {
                LATE.incrementAndGet();
            }
            out.collect(line);
        }
    }

    private static final class Count implements AggregateFunction<String, Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(String line, Long count) {
            return count + 1;
        }

        @Override
        public Long getResult(Long count) {
            return count;
        }

        @Override
        public Long merge(Long one, Long other) {
            return one + other;
        }
    }

    private static final class Describe
            extends ProcessWindowFunction<Long, String, String, TimeWindow> {

        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                String stream,
                ProcessWindowFunction<Long, String, String, TimeWindow>.Context context,
                Iterable<Long> counts,
                Collector<String> out) {
            Instant start = Instant.ofEpochMilli(context.window().getStart());
            counts.forEach(count -> out.collect(stream + " " + start + " " + count));
        }
    }
}
