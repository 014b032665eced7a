/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.examples.lines.OutputDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That none is late means something only if one that is would be counted. */
class LateFramesITCase {

    /** Each frame's size is its time in milliseconds. */
    private static final FrameSize[] FRAMES = {
        new FrameSize("gate", true, 1_000),
        new FrameSize("gate", false, 20_000),
        new FrameSize("gate", false, 10_000),
        // The watermark has passed the window of these by now.
        new FrameSize("gate", true, 2_000),
        new FrameSize("yard", true, 9_999),
        new FrameSize("gate", true, 29_999)
    };

    @Test
    void countsFramesThatComeAfterTheirWindow(@TempDir Path directory) throws Exception {
        OutputDirectory output = new OutputDirectory(directory);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        DataStream<FrameSize> frames =
                env.fromData(FRAMES)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.forGenerator(context -> new TooEarly())
                                        .withTimestampAssigner((frame, recorded) -> frame.bytes()));
        WindowsJob.linesOf(frames).sinkTo(output.sink("windows"));

        JobExecutionResult result = env.execute();

        assertThat(Files.readAllLines(output.files().get(0)))
                .containsExactly(
                        "{\"stream\":\"gate\",\"window_start\":\"1970-01-01T00:00:00Z\","
                                + "\"frames\":1,\"key_frames\":1,\"bytes\":1000}",
                        "{\"stream\":\"gate\",\"window_start\":\"1970-01-01T00:00:10Z\","
                                + "\"frames\":1,\"key_frames\":0,\"bytes\":10000}",
                        "{\"stream\":\"gate\",\"window_start\":\"1970-01-01T00:00:20Z\","
                                + "\"frames\":2,\"key_frames\":1,\"bytes\":49999}");
        assertThat(result.getAllAccumulatorResults())
                .containsEntry(WindowLines.WINDOWS, 3L)
                .containsEntry(CountLateFrames.LATE_FRAMES, 2L);
    }

    /** Ten seconds behind the latest frame, which is too early for what comes then. */
    private static final class TooEarly implements WatermarkGenerator<FrameSize> {

        @Override
        public void onEvent(FrameSize frame, long timestampMillis, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestampMillis - 10_000));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
