/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordTypeInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The sound of one frame of audio, decoded: some 10 to 60 ms. Immutable.
 *
 * @param timestamp when its first sample is to be heard: that of the frame that it was decoded
 *     from, to the nanosecond
 * @param sampleRate how many samples a channel has in a second
 * @param channels how many channels there are
 * @param samples 16 bits each, a sample of each channel in turn: not a copy, and not to be changed
 */
@PublicEvolving
@TypeInfo(DecodedTypeInfoFactory.class)
public record Sound(Instant timestamp, int sampleRate, int channels, short[] samples) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<Sound> TYPE =
            new RecordTypeInfo<>(Sound.class, SoundSerializer.INSTANCE);

    /**
     * Keeps the array.
     *
     * @throws IllegalArgumentException if channels have different numbers of samples
     */
    public Sound {
        Objects.requireNonNull(timestamp, "timestamp");
        if (sampleRate < 1 || channels < 1 || samples.length % channels != 0) {
            throw new IllegalArgumentException(
                    "%s samples are no sound of %s channels at %s Hz"
                            .formatted(samples.length, channels, sampleRate));
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Sound that
                        && sampleRate == that.sampleRate
                        && channels == that.channels
                        && timestamp.equals(that.timestamp)
                        && Arrays.equals(samples, that.samples));
    }

    @Override
    public int hashCode() {
        return Objects.hash(timestamp, sampleRate, channels, Arrays.hashCode(samples));
    }

    @Override
    public String toString() {
        return "Sound{timestamp=%s, sampleRate=%s, channels=%s, samples=%s}"
                .formatted(timestamp, sampleRate, channels, samples.length);
    }
}
