/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The arguments of the commands that write lines. */
public final class OutputOptions {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "A new or empty directory. By default one below ./${COMMAND-NAME}, named for"
                            + " the time.")
    private Path output;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            defaultValue = "10 s",
            converter = DurationConverter.class,
            description =
                    "How much time passes from one checkpoint to the next, such as 500 ms or 1 min."
                            + " Lines become visible with each. By default 10 s.")
    private Duration checkpointInterval;

    /**
     * What to make lines of.
     *
     * @param parent of the directory, where none is given
     */
    public LinesRequest request(ArchiveRequest archive, Path parent) {
        return new LinesRequest(
                archive,
                output == null ? OutputDirectory.newBelow(parent) : new OutputDirectory(output),
                checkpointInterval);
    }
}
