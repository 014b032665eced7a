/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A track of a {@link GeneratedStream}. Its frames come at even intervals; its first video frame in
 * each fragment is a key frame, all others of video are not, and every frame of audio and text is.
 *
 * @param kind video, audio or text
 * @param name the track's name
 * @param framePeriod from one frame to the next, at least a microsecond
 * @param payloads what its frames hold
 */
public record GeneratedTrack(Kind kind, String name, Duration framePeriod, Payloads payloads) {

    /** What a track is made of. */
    public enum Kind {
        VIDEO,
        AUDIO,
        TEXT
    }

    /** What the frames of a track hold. */
    public sealed interface Payloads {}

    /**
     * Bytes without meaning, in every frame of the media.
     *
     * @param minBytes the size of the smallest frames, 0 or more
     * @param maxBytes the size of the largest frames; sizes are spread evenly in between
     */
    public record Meaningless(int minBytes, int maxBytes) implements Payloads {

        /** Checks the values. */
        public Meaningless {
            if (minBytes < 0 || maxBytes < minBytes) {
                throw new IllegalArgumentException(
                        "frames of %d to %d bytes, must be 0 <= min <= max"
                                .formatted(minBytes, maxBytes));
            }
        }
    }

    /**
     * Bytes that are known beforehand, frame by frame. After the last one the track has no frames,
     * however long the media are.
     *
     * @param ofFrames in order; not to be changed
     */
    public record Given(List<byte[]> ofFrames) implements Payloads {

        /** Copies the payloads. */
        public Given {
            ofFrames = ofFrames.stream().map(byte[]::clone).toList();
        }
    }

    private static final Duration MIN_PERIOD = Duration.ofNanos(1000);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Checks the values. */
    public GeneratedTrack {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(framePeriod, "framePeriod");
        Objects.requireNonNull(payloads, "payloads");
        if (framePeriod.compareTo(MIN_PERIOD) < 0) {
            throw new IllegalArgumentException("framePeriod " + framePeriod + ", at least 1 µs");
        }
    }

    /** H.264 by name. */
    public static GeneratedTrack video(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.VIDEO, "video", framesPerSecond, new Meaningless(minBytes, maxBytes));
    }

    /** AAC by name. */
    public static GeneratedTrack audio(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.AUDIO, "audio", framesPerSecond, new Meaningless(minBytes, maxBytes));
    }

    /** UTF-8 subtitles by name. */
    public static GeneratedTrack text(double framesPerSecond, int minBytes, int maxBytes) {
        return of(Kind.TEXT, "text", framesPerSecond, new Meaningless(minBytes, maxBytes));
    }

    /** UTF-8 subtitles by name, which hold what is given, frame by frame. */
    public static GeneratedTrack text(double framesPerSecond, List<byte[]> payloads) {
        return of(Kind.TEXT, "text", framesPerSecond, new Given(payloads));
    }

    private static GeneratedTrack of(
            Kind kind, String name, double framesPerSecond, Payloads payloads) {
        return new GeneratedTrack(
                kind,
                name,
                Duration.ofNanos(Math.round(NANOS_PER_SECOND / framesPerSecond)),
                payloads);
    }
}
