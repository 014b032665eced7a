/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.frame.ArchivedFrame;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Writes one line of JSON for each frame of some streams. */
final class CatalogJob {

    private final CatalogRequest request;
    private final KvsArchiveSource<ArchivedFrame> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    CatalogJob(CatalogRequest request) {
        this.request = request;
        this.source = source(request);
    }

    /** Starts the job, on a Flink cluster in this process unless it was submitted to another. */
    JobClient start() throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(flinkConfiguration());
        env.setParallelism(request.archive().parallelism());
        env.enableCheckpointing(request.checkpointInterval().toMillis());
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "archived video")
                .uid("archived-video")
                .map(new CatalogFunction())
                .uid("catalog-lines")
                .sinkTo(sink())
                .uid("catalog-files");
        return env.executeAsync("Catalog of " + request.archive().describeStreams());
    }

    private static KvsArchiveSource<ArchivedFrame> source(CatalogRequest request) {
        KvsArchiveSourceBuilder<ArchivedFrame> source =
                request.archive()
                        .addTo(KvsArchiveSource.<ArchivedFrame>builder())
                        .setDeserializationSchema(KvsArchiveDeserializationSchema.frames());
        return request.isContinuous() ? source.setContinuous().build() : source.build();
    }

    private FileSink<String> sink() {
        return FileSink.forRowFormat(
                        new Path(request.output().directory().toUri()),
                        new SimpleStringEncoder<String>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(new OutputFileConfig("catalog", ".jsonl"))
                .build();
    }

    private static Configuration flinkConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        // What has gone wrong is to be told, rather than tried again for ever.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        // Counts travel with heartbeats, and progress is to be shown as it is made.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        return configuration;
    }
}
