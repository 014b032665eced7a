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
 * A decoded picture. Immutable.
 *
 * @param timestamp when it is to be presented: that of the frame that it was decoded from, to the
 *     nanosecond
 * @param width in pixels
 * @param height in pixels
 * @param format what the pixels are, and how they lie
 * @param pixels rows from top to bottom, without gaps, as the format says: not a copy, and not to
 *     be changed
 */
@PublicEvolving
@TypeInfo(DecodedTypeInfoFactory.class)
public record Picture(Instant timestamp, int width, int height, PixelFormat format, byte[] pixels) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<Picture> TYPE =
            new RecordTypeInfo<>(Picture.class, PictureSerializer.INSTANCE);

    /**
     * Keeps the array.
     *
     * @throws IllegalArgumentException if the pixels are not as many as size and format say
     */
    public Picture {
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(format, "format");
        if (width < 1 || height < 1 || pixels.length != format.sizeOf(width, height)) {
            throw new IllegalArgumentException(
                    "%s bytes are no %s picture of %s x %s pixels"
                            .formatted(pixels.length, format, width, height));
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Picture that
                        && width == that.width
                        && height == that.height
                        && format == that.format
                        && timestamp.equals(that.timestamp)
                        && Arrays.equals(pixels, that.pixels));
    }

    @Override
    public int hashCode() {
        return Objects.hash(timestamp, width, height, format, Arrays.hashCode(pixels));
    }

    @Override
    public String toString() {
        return "Picture{timestamp=%s, width=%s, height=%s, format=%s}"
                .formatted(timestamp, width, height, format);
    }
}
