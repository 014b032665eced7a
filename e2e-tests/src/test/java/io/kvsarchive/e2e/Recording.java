/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Streams of an archive, and the job that reads them all. */
record Recording(LocalKvsArchive archive, List<String> streams, Path output) {

    static final int FRAMES_OF_FRAGMENT = 10;
    private static final int MAX_FRAME = 4000;

    /** Fills the archive with streams of some fragments each. */
    static Recording of(LocalKvsArchive archive, int streams, long fragments, Path output) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            names.add("camera-" + i);
            archive.addGeneratedStream(
                    GeneratedStream.builder(names.get(i))
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(fragments)
                            .setTracks(GeneratedTrack.video(FRAMES_OF_FRAGMENT, 0, MAX_FRAME))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
        return new Recording(archive, names, output);
    }

    /** The arguments of a job that reads at a bounded rate, until some time. */
    List<String> jobArguments(int framesPerSecond, Instant pacedUntil, boolean isUnaligned) {
        return List.of(
                "--endpoint",
                archive.endpoint().toString(),
                "--region",
                archive.region(),
                "--streams",
                String.join(",", streams),
                "--output",
                output.toUri().toString(),
                "--frames-per-second",
                Integer.toString(framesPerSecond),
                "--paced-until",
                pacedUntil.toString(),
                "--unaligned",
                Boolean.toString(isUnaligned));
    }

    Truth truth() {
        return new Truth(archive, streams);
    }
}
