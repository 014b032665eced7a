/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.server;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;

/** A local archive with one generated stream, without quotas. */
public final class ArchiveServer {

    private ArchiveServer() {}

    /**
     * Serves until the input ends.
     *
     * @param arguments the stream's name, how many fragments of a second it has, how many frames
     *     each of them, and of how many bytes each
     */
    public static void main(String[] arguments) throws Exception {
        LocalKvsArchive archive = LocalKvsArchive.start();
        int frameBytes = Integer.parseInt(arguments[3]);
        archive.addGeneratedStream(
                GeneratedStream.named(arguments[0])
                        .fragmentDuration(Duration.ofSeconds(1))
                        .fragmentCount(Long.parseLong(arguments[1]))
                        .track(
                                GeneratedTrack.video(
                                        Double.parseDouble(arguments[2]), frameBytes, frameBytes))
                        .build());
        ServerProcess.runUntilInputEnds(archive.endpoint());
    }
}
