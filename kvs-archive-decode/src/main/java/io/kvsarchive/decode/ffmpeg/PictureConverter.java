/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Makes pictures of FFmpeg's frames, of whatever kinds they are. Not thread-safe. */
final class PictureConverter implements AutoCloseable {

    private final PictureSettings settings;
    private @Nullable PictureScaler scaler;

    PictureConverter(PictureSettings settings) {
        this.settings = settings;
    }

    /** Empty if FFmpeg can't convert pictures of that kind or size. */
    Optional<Picture> convert(AVFrame frame, Instant timestamp) {
        PictureScaler.Conversion needed = PictureScaler.Conversion.of(frame, settings);
        if (scaler == null || !scaler.conversion().equals(needed)) {
            close();
            scaler = PictureScaler.open(needed).orElse(null);
        }
        return Optional.ofNullable(scaler).map(opened -> opened.scale(frame, timestamp));
    }

    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
    }
}
