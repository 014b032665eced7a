/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import java.net.URI;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that reads a local archive and keeps nothing, on a Flink cluster in this process. */
final class ReadingJob {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final URI endpoint;
    private final String prefix;
    private final double share;
    private final int parallelism;

    /**
     * @param prefix of the names of the streams to read
     * @param share of the quotas to use
     */
    ReadingJob(URI endpoint, String prefix, double share, int parallelism) {
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.share = share;
        this.parallelism = parallelism;
    }

    Reading readFrames() throws Exception {
        return run(
                configure(KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames()))
                        .build(),
                new NotedFrames());
    }

    Reading readListing() throws Exception {
        return run(configure(KvsArchiveSource.forListing()).build(), new NotedFragments());
    }

    private <T, B extends KvsArchiveSourceBuilder<T, B>> B configure(B builder) {
        return builder.setOptions(ServerAccess.options(endpoint))
                .setOption(KvsArchiveSourceOptions.QUOTA_SHARE, share)
                .setStreamPrefix(prefix);
    }

    private <T> Reading run(KvsArchiveSource<T> source, FilterFunction<T> noted) throws Exception {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        // Flink keeps every split that it has handed out until a checkpoint has it.
        env.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "archive")
                .filter(noted)
                .sinkTo(new DiscardingSink<>());
        Stopwatch stopwatch = Stopwatch.start();
        env.execute();
        return stopwatch.stop();
    }

    private static final class NotedFrames implements FilterFunction<ArchivedFrame> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(ArchivedFrame frame) {
            Stopwatch.note(frame.frame().payload().length);
            return false;
        }
    }

    private static final class NotedFragments implements FilterFunction<ArchivedFragment> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(ArchivedFragment fragment) {
            Stopwatch.note(0);
            return false;
        }
    }
}
