/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import io.kvsarchive.examples.archive.ArchiveRequest;
import java.time.Duration;
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
        StreamExecutionEnvironment env = archive.environment();
        env.enableCheckpointing(checkpointInterval.toMillis());
        return env;
    }
}
