/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.util.Arrays;

/**
 * What a decoder is opened with.
 *
 * @param codecId FFmpeg's number of the codec
 * @param extradata what the decoder needs before the first frame; may be empty
 * @param sampleRate of audio, or 0
 * @param channels of audio, or 0
 */
record CodecParameters(int codecId, byte[] extradata, int sampleRate, int channels) {

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecParameters that
                && codecId == that.codecId
                && sampleRate == that.sampleRate
                && channels == that.channels
                && Arrays.equals(extradata, that.extradata);
    }

    @Override
    public int hashCode() {
        return 31 * codecId + Arrays.hashCode(extradata);
    }
}
