/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.util.Objects;

/**
 * A track of a {@link GeneratedStream}. Its frames come at even intervals and hold bytes without
 * meaning; its first video frame in each fragment is a key frame, all others of video are not, and
 * every frame of audio and text is.
 *
 * @param kind video, audio or text
 * @param name the track's name
 * @param framePeriod from one frame to the next, at least a microsecond
 * @param minFrameBytes the size of the smallest frames, 0 or more
 * @param maxFrameBytes the size of the largest frames; sizes are spread evenly in between
 */
public record GeneratedTrack(
        Kind kind, String name, Duration framePeriod, int minFrameBytes, int maxFrameBytes) {

    /** What a track is made of. */
    public enum Kind {
        VIDEO,
        AUDIO,
        TEXT
    }

    private static final Duration SHORTEST_PERIOD = Duration.ofNanos(1000);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Checks the values. */
    public GeneratedTrack {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(framePeriod, "framePeriod");
        if (framePeriod.compareTo(SHORTEST_PERIOD) < 0) {
            throw new IllegalArgumentException("framePeriod " + framePeriod + ", at least 1 µs");
        }
        if (minFrameBytes < 0 || maxFrameBytes < minFrameBytes) {
            throw new IllegalArgumentException(
                    String.format(
                            "frames of %d to %d bytes, must be 0 <= min <= max",
                            minFrameBytes, maxFrameBytes));
        }
    }

    /** H.264 by name. */
    public static GeneratedTrack video(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.VIDEO, "video", framesPerSecond, minBytes, maxBytes);
    }

    /** AAC by name. */
    public static GeneratedTrack audio(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.AUDIO, "audio", framesPerSecond, minBytes, maxBytes);
    }

    /** UTF-8 subtitles by name. */
    public static GeneratedTrack text(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.TEXT, "text", framesPerSecond, minBytes, maxBytes);
    }

    private static GeneratedTrack of(
            Kind kind, String name, double framesPerSecond, int minBytes, int maxBytes) {
        return new GeneratedTrack(
                kind,
                name,
                Duration.ofNanos(Math.round(NANOS_PER_SECOND / framesPerSecond)),
                minBytes,
                maxBytes);
    }
}
