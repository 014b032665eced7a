/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;

/** Jobs that read a local archive. */
public final class TestJobs {

    private TestJobs() {}

    static <T, B extends KvsArchiveSourceBuilder<T, B>> B withAccess(
            B builder, LocalKvsArchive archive) {
        Configuration keys = new Configuration();
        keys.setString("aws.credentials.provider.basic.accesskeyid", "test");
        keys.setString("aws.credentials.provider.basic.secretkey", "test");
        return builder.setOptions(keys)
                .setOption(KvsArchiveSourceOptions.AWS_REGION, archive.region())
                .setOption(KvsArchiveSourceOptions.AWS_ENDPOINT, archive.endpoint().toString())
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 3)
                .setOption(KvsArchiveSourceOptions.RETRY_MIN_DELAY, Duration.ofMillis(10))
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 20);
    }

    static StreamExecutionEnvironment environment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        return env;
    }

    /**
     * A job that ends with the failure that no restart mends, {@code UnavailableDataException}. A
     * split that comes to a reader which has just failed is a failure of its own, of which Flink
     * may hear first (SubtaskGatewayImpl, 1.20.3 to 2.3.0); without a restart, the job would end
     * with that one.
     */
    static StreamExecutionEnvironment restartingUnlessUnavailable(int parallelism) {
        StreamExecutionEnvironment env = environment(parallelism);
        env.configure(restarts(100_000, Duration.ofMillis(100)));
        return env;
    }

    /**
     * A job that checkpoints all the time, and restarts at once after each failure. What is yet to
     * be sent to a task that restarts, Flink may neither send nor give up
     * (OperatorCoordinatorHolder.subtaskReset, 1.20.3 to 2.3.0), and the next checkpoint waits for
     * it; so checkpoints time out soon.
     */
    public static StreamExecutionEnvironment restarting(
            int parallelism, Duration checkpointInterval, boolean unaligned) {
        Configuration configuration = restarts(100, Duration.ofMillis(1));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofSeconds(5));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        StreamExecutionEnvironment env = environment(parallelism);
        env.configure(configuration);
        return env;
    }

    private static Configuration restarts(int attempts, Duration delay) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, attempts);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, delay);
        return configuration;
    }

    static <T> DataStream<T> read(StreamExecutionEnvironment env, KvsArchiveSource<T> source) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "archive").uid("archive");
    }

    static <T> List<T> collect(DataStream<T> stream) throws Exception {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> iterator = stream.executeAndCollect()) {
            iterator.forEachRemaining(records::add);
        }
        return records;
    }

    /** Unlike {@link #collect}, lets the job restart before its first checkpoint. */
    static void discard(DataStream<?> stream) throws Exception {
        stream.sinkTo(new DiscardingSink<>());
        stream.getExecutionEnvironment().execute();
    }
}
