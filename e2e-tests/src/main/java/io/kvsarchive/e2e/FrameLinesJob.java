/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.ParameterTool;

/**
 * Writes a line for each frame with a transactional sink. What goes wrong is tried again for ever,
 * at short intervals.
 */
public final class FrameLinesJob {

    private FrameLinesJob() {}

    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        parameters.getBoolean("batch", false)
                                ? ofBatch()
                                : ofStreaming(parameters.getBoolean("unaligned")));
        env.fromSource(source(parameters), WatermarkStrategy.noWatermarks(), "archived video")
                .uid("archived-video")
                .map(frame -> FrameLine.of(frame).text())
                .returns(String.class)
                .uid("lines")
                .map(
                        new Pace(
                                parameters.getInt("frames-per-second"),
                                Instant.parse(parameters.getRequired("paced-until"))))
                .uid("pace")
                .sinkTo(sink(new Path(parameters.getRequired("output"))))
                .uid("files");
        env.execute("Frame lines");
    }

    private static Configuration ofBatch() {
        Configuration configuration = restarting();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        return configuration;
    }

    private static Configuration ofStreaming(boolean isUnaligned) {
        Configuration configuration = restarting();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, isUnaligned);
        return configuration;
    }

    private static Configuration restarting() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return configuration;
    }

    private static KvsArchiveSource<ArchivedFrame> source(ParameterTool parameters) {
        Configuration keys = new Configuration();
        keys.setString("aws.credentials.provider.basic.accesskeyid", "test");
        keys.setString("aws.credentials.provider.basic.secretkey", "test");
        return KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames())
                .setStreams(List.of(parameters.getRequired("streams").split(",", -1)))
                .setOptions(keys)
                .setOption(KvsArchiveSourceOptions.AWS_REGION, parameters.getRequired("region"))
                .setOption(KvsArchiveSourceOptions.AWS_ENDPOINT, parameters.getRequired("endpoint"))
                .setOption(KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT, Duration.ofSeconds(2))
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 50)
                .setOption(KvsArchiveSourceOptions.RETRY_MIN_DELAY, Duration.ofMillis(50))
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_DELAY, Duration.ofSeconds(1))
                .setOption(KvsArchiveSourceOptions.LISTING_WINDOW_FRAGMENTS, 300)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 20)
                .build();
    }

    private static FileSink<String> sink(Path directory) {
        return FileSink.forRowFormat(directory, new SimpleStringEncoder<String>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }
}
