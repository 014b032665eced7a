/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;

/** Writes records into a stream as fragments that have just been received, a frame for each. */
final class StreamWriter implements ExternalSystemSplitDataWriter<String> {

    private static final int FRAMES_PER_SECOND = 1000;
    private static final int FRAMES_OF_FRAGMENT = 5;
    private static final Duration FRAGMENT_DURATION =
            Duration.ofSeconds(FRAMES_OF_FRAGMENT).dividedBy(FRAMES_PER_SECOND);

    private final LocalKvsArchive archive;
    private final String stream;
    private Instant end = Instant.EPOCH;

    StreamWriter(LocalKvsArchive archive, String stream) {
        this.archive = archive;
        this.stream = stream;
    }

    /** No fragment begins before the end of those that were written before. */
    @Override
    public void writeRecords(List<String> records) {
        int fragments = (records.size() + FRAMES_OF_FRAGMENT - 1) / FRAMES_OF_FRAGMENT;
        Duration lasts = FRAGMENT_DURATION.multipliedBy(fragments);
        Instant start = Instant.now().minus(lasts);
        if (start.isBefore(end)) {
            start = end;
        }
        List<byte[]> payloads = records.stream().map(record -> record.getBytes(UTF_8)).toList();
        GeneratedStream media =
                GeneratedStream.builder(stream)
                        .setStart(start)
                        .setUploadDelay(Duration.ZERO)
                        .setFragmentDuration(FRAGMENT_DURATION)
                        .setFragmentCount(fragments)
                        .setTracks(GeneratedTrack.text(FRAMES_PER_SECOND, payloads))
                        .build();
        archive.addGeneratedStream(media);
        end = media.startOf(fragments);
    }

    @Override
    public void close() {}
}
