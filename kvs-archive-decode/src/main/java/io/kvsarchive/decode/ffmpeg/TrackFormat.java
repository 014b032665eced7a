/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.util.Objects;

/**
 * How the frames of a track are decoded.
 *
 * @param parameters what the decoder is opened with
 * @param packaging what is sent to it
 * @param predicts whether frames that are no key frames refer to others
 */
record TrackFormat(CodecParameters parameters, Packaging packaging, boolean predicts) {

    TrackFormat {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(packaging, "packaging");
    }
}
