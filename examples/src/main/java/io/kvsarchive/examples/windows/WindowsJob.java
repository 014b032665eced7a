/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import io.kvsarchive.examples.lines.CountFrames;
import io.kvsarchive.examples.lines.LinesJob;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;

/** Writes one line of JSON for each stream and ten seconds of event time. */
final class WindowsJob implements LinesJob {

    static final Duration SIZE = Duration.ofSeconds(10);

    private static final OutputTag<FrameSize> LATE_FRAMES =
            new OutputTag<>("late-frames", TypeInformation.of(FrameSize.class));

    private final LinesRequest request;
    private final KvsArchiveSource<ArchivedFrame> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    WindowsJob(LinesRequest request) {
        this.request = request;
        this.source =
                request.archive()
                        .addTo(KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames()))
                        .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, true)
                        .build();
    }

    @Override
    public JobClient start() throws Exception {
        StreamExecutionEnvironment env = request.environment();
        DataStream<FrameSize> frames =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "archived video")
                        .uid("archived-video")
                        .map(new CountFrames())
                        .uid("count-frames")
                        .map(FrameSize::of)
                        .uid("frame-sizes");
        linesOf(frames).sinkTo(request.output().sink("windows")).uid("windows-files");
        return env.executeAsync("Windows of " + request.archive().describeStreams());
    }

    /** A line for each window; frames that come after it are counted apart. */
    static DataStream<String> linesOf(DataStream<FrameSize> frames) {
        SingleOutputStreamOperator<String> lines =
                frames.keyBy(FrameSize::stream)
                        .window(TumblingEventTimeWindows.of(SIZE))
                        .sideOutputLateData(LATE_FRAMES)
                        .aggregate(new WindowTotals.Sum(), new WindowLines())
                        .uid("windows");
        lines.getSideOutput(LATE_FRAMES)
                .map(new CountLateFrames())
                .uid("count-late-frames")
                .sinkTo(new DiscardingSink<>())
                .uid("late-frames");
        return lines;
    }
}
