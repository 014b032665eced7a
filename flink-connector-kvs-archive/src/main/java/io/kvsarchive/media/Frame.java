/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * One encoded frame of one track: a video access unit, a packet of audio, a piece of text.
 *
 * @param index the frame's place among all frames of its fragment, whether they were kept or not,
 *     over all tracks, from 0, in the order of the body, which for video is the order of decoding
 * @param track the track that the frame belongs to
 * @param timestamp when the frame is to be presented: the fragment's producer timestamp plus the
 *     block's offset within its cluster, to the nanosecond. With B-frames it goes back at times
 * @param isKeyFrame whether the frame can be decoded without any other
 * @param payload the frame's bytes as they are stored, with any compression or encryption that the
 *     track declares: not a copy, and not to be changed
 */
@PublicEvolving
public record Frame(int index, Track track, Instant timestamp, boolean isKeyFrame, byte[] payload) {

    public Frame {
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(payload, "payload");
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Frame that
                        && index == that.index
                        && isKeyFrame == that.isKeyFrame
                        && track.equals(that.track)
                        && timestamp.equals(that.timestamp)
                        && Arrays.equals(payload, that.payload));
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, track, timestamp, isKeyFrame, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        return "Frame{index=%s, track=%s, timestamp=%s, isKeyFrame=%s, size=%s}"
                .formatted(index, track.number(), timestamp, isKeyFrame, payload.length);
    }
}
