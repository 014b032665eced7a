/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Where the lines of a job go.
 *
 * @param path new or empty
 */
public record OutputDirectory(Path path) {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A directory below a given one, named for the time. */
    public static OutputDirectory newBelow(Path parent) {
        return new OutputDirectory(
                parent.resolve(NAME.format(LocalDateTime.now(ZoneId.systemDefault()))));
    }

    /**
     * Makes the directory.
     *
     * @throws IllegalArgumentException if it holds something already: part files of another run
     *     among this run's would look as if lines had come twice
     */
    public void prepare() throws IOException {
        Files.createDirectories(path);
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        ("The output directory %s is not empty: give a new one, or remove what"
                                        + " it holds")
                                .formatted(path));
            }
        }
    }

    /** Writes lines into part files, which become visible with each checkpoint. */
    public FileSink<String> sink(String prefix) {
        return FileSink.forRowFormat(
                        new org.apache.flink.core.fs.Path(path.toUri()),
                        new SimpleStringEncoder<String>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(new OutputFileConfig(prefix, ".jsonl"))
                .build();
    }

    /** The part files that are finished. Flink hides those that are being written. */
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
        }
    }
}
