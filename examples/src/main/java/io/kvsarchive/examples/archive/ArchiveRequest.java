/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What to read, and how to reach it.
 *
 * @param streams names or ARNs of video streams
 * @param streamPrefix what the names of further streams begin with
 * @param start the earliest start of a fragment; without it, from the first
 * @param end the latest start of a fragment; without it, to the last
 * @param selectorType which of a fragment's times the range is about
 * @param sampling how many of the fragments are read
 * @param options other options of the source
 * @param parallelism how many readers read at a time
 */
public record ArchiveRequest(
        List<String> streams,
        Optional<String> streamPrefix,
        Optional<Instant> start,
        Optional<Instant> end,
        FragmentSelectorType selectorType,
        Sampling sampling,
        Configuration options,
        int parallelism) {

    public ArchiveRequest {
        streams = List.copyOf(streams);
    }

    /** Whether it says which streams to read. */
    public boolean namesStreams() {
        return !streams.isEmpty() || streamPrefix.isPresent();
    }

    /** The same in another range of time. */
    public ArchiveRequest between(Optional<Instant> otherStart, Optional<Instant> otherEnd) {
        return new ArchiveRequest(
                streams,
                streamPrefix,
                otherStart,
                otherEnd,
                selectorType,
                sampling,
                options,
                parallelism);
    }

    /** The same for a listing, which tells all fragments, and has no frames to choose from. */
    ArchiveRequest ofListing() {
        Configuration listing = new Configuration(options);
        listing.removeConfig(KvsArchiveSourceOptions.FRAME_TRACKS);
        listing.removeConfig(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY);
        return new ArchiveRequest(
                streams,
                streamPrefix,
                start,
                end,
                selectorType,
                Sampling.ALL,
                listing,
                parallelism);
    }

    /** Asks a source for it. */
    public <T, B extends KvsArchiveSourceBuilder<T, B>> B addTo(B source) {
        Configuration all = new Configuration(options);
        sampling.addTo(all);
        source.setStreams(streams).setFragmentSelectorType(selectorType).setOptions(all);
        streamPrefix.ifPresent(source::setStreamPrefix);
        start.ifPresent(source::setStartTimestamp);
        end.ifPresent(source::setEndTimestamp);
        return source;
    }

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
        env.setParallelism(parallelism);
        return env;
    }

    /** The streams in words. */
    public String describeStreams() {
        String named = String.join(", ", streams);
        if (streamPrefix.isEmpty()) {
            return named;
        }
        String found =
                streamPrefix.get().isEmpty()
                        ? "all streams"
                        : "all streams whose names begin with '" + streamPrefix.get() + "'";
        return named.isEmpty() ? found : named + " and " + found;
    }
}
