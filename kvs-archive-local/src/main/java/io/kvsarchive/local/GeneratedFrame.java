/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * A frame of a generated fragment: the truth that a reader's result can be compared with.
 *
 * @param track the track's number, from 1
 * @param offset from the fragment's producer timestamp
 * @param isKeyFrame whether it is marked as one
 * @param payload the frame's bytes
 */
public record GeneratedFrame(int track, Duration offset, boolean isKeyFrame, byte[] payload) {

    public GeneratedFrame {
        Objects.requireNonNull(offset, "offset");
        payload = payload.clone();
    }

    /** A copy of the frame's bytes. */
    @Override
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratedFrame that
                && track == that.track
                && isKeyFrame == that.isKeyFrame
                && offset.equals(that.offset)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(track, offset, isKeyFrame, Arrays.hashCode(payload));
    }
}
