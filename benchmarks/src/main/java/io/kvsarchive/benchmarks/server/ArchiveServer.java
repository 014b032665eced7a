/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.server;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;

/** A local archive with generated streams, without quotas. */
public final class ArchiveServer {

    /** Before each stream's number, counted from 0. */
    public static final String STREAM_PREFIX = "stream-";

    private ArchiveServer() {}

    /**
     * Serves until the input ends.
     *
     * @param arguments how many streams there are, how many fragments of a second each has, how
     *     many frames each of these, and of how many bytes each of those
     */
    public static void main(String[] arguments) throws Exception {
        LocalKvsArchive archive = LocalKvsArchive.start();
        int frameBytes = Integer.parseInt(arguments[3]);
        for (int stream = 0; stream < Integer.parseInt(arguments[0]); stream++) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(STREAM_PREFIX + stream)
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(Long.parseLong(arguments[1]))
                            .setTracks(
                                    GeneratedTrack.video(
                                            Double.parseDouble(arguments[2]),
                                            frameBytes,
                                            frameBytes))
                            .build());
        }
        ServerProcess.runUntilInputEnds(archive.endpoint());
    }
}
