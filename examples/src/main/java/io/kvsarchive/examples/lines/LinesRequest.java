/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import io.kvsarchive.examples.archive.ArchiveRequest;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What to make lines of, and where they go.
 *
 * @param archive what to read
 * @param output where the lines go
 * @param checkpointInterval how much time passes from one checkpoint to the next
 */
public record LinesRequest(
        ArchiveRequest archive, OutputDirectory output, Duration checkpointInterval) {

    /** For a job on a Flink cluster in this process, unless it was submitted to another. */
    public StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        // What has gone wrong is to be told, rather than tried again for ever.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        // Counts travel with heartbeats, and progress is to be shown as it is made.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(archive.parallelism());
        env.enableCheckpointing(checkpointInterval.toMillis());
        return env;
    }
}
