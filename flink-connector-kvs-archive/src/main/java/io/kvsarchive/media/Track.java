/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A track as the fragment that it belongs to describes it. Immutable.
 *
 * <p>The service stores what the producer declared and checks none of it: a codec id may be wrong,
 * and codec private data may be missing or change from one fragment to the next.
 *
 * @param number the number by which blocks refer to the track
 * @param uid the track's unsigned 64-bit UID, see {@link Long#toUnsignedString(long)}
 * @param type the kind of track
 * @param name the track's name, if it has one
 * @param codecId Matroska's name of the codec, such as {@code V_MPEG4/ISO/AVC}; empty if missing
 * @param codecPrivate what a decoder needs to start, empty if missing
 * @param pictureSize of a video track
 * @param audioFormat of an audio track
 * @param defaultDuration how long one frame lasts, where the track declares it
 */
@PublicEvolving
public record Track(
        long number,
        long uid,
        TrackType type,
        Optional<String> name,
        String codecId,
        byte[] codecPrivate,
        Optional<PictureSize> pictureSize,
        Optional<AudioFormat> audioFormat,
        Optional<Duration> defaultDuration) {

    public Track {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(codecId, "codecId");
        Objects.requireNonNull(pictureSize, "pictureSize");
        Objects.requireNonNull(audioFormat, "audioFormat");
        Objects.requireNonNull(defaultDuration, "defaultDuration");
        codecPrivate = codecPrivate.clone();
    }

    /** A copy of the codec private data. */
    @Override
    public byte[] codecPrivate() {
        return codecPrivate.clone();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Track that
                        && number == that.number
                        && uid == that.uid
                        && type == that.type
                        && name.equals(that.name)
                        && codecId.equals(that.codecId)
                        && Arrays.equals(codecPrivate, that.codecPrivate)
                        && pictureSize.equals(that.pictureSize)
                        && audioFormat.equals(that.audioFormat)
                        && defaultDuration.equals(that.defaultDuration));
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, uid, type, name, codecId, Arrays.hashCode(codecPrivate));
    }

    @Override
    public String toString() {
        return "Track{number=%s, uid=%s, type=%s, codecId=%s}"
                .formatted(number, Long.toUnsignedString(uid), type, codecId);
    }
}
