/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.parse;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** What GetMediaForFragmentList sends, of several kinds of streams. */
public enum Body {
    CAMERA_2_MBPS("camera, 2 Mbit/s", 40, 2),
    CAMERA_8_MBPS("camera, 8 Mbit/s", 10, 2),
    AUDIO("audio, 128 kbit/s", 300, 2),
    TINY("fragments of one frame of 100 bytes", 10_000, 1);

    private final String description;
    private final long fragments;
    private final long secondsEach;

    Body(String description, long fragments, long secondsEach) {
        this.description = description;
        this.fragments = fragments;
        this.secondsEach = secondsEach;
    }

    private GeneratedTrack track() {
        return switch (this) {
            case CAMERA_2_MBPS -> GeneratedTrack.video(15, 8_000, 25_300);
            case CAMERA_8_MBPS -> GeneratedTrack.video(30, 16_000, 50_700);
            case AUDIO -> GeneratedTrack.audio(46.875, 300, 383);
            case TINY -> GeneratedTrack.text(1, 100, 100);
        };
    }

    String description() {
        return description;
    }

    /** The body, the same each time. */
    public byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addGeneratedStream(
                    GeneratedStream.builder("stream")
                            .setFragmentDuration(Duration.ofSeconds(secondsEach))
                            .setFragmentCount(fragments)
                            .setTracks(track())
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
            for (String number :
                    archive.fragments("stream").map(StoredFragment::fragmentNumber).toList()) {
                bytes.writeBytes(archive.readFragment("stream", number));
            }
        }
        return bytes.toByteArray();
    }
}
