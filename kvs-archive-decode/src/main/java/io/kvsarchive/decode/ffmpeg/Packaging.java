/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Frame;

/** Makes of stored frames what a decoder takes. */
interface Packaging {

    /** What is sent for a frame; may be the same array. */
    byte[] packet(byte[] payload);

    /**
     * Whether the frame leaves something in the decoder, after a flush, that another fragment must
     * not meet.
     */
    boolean leavesTraces(byte[] payload);

    /**
     * Whether a frame is missing before this one that others may refer to, as far as the frames
     * tell. To be asked about each frame in turn.
     */
    boolean isMissingBefore(Frame frame);

    /** Frames as they are stored, which leave traces or don't. */
    static Packaging asStored(boolean leavesTraces) {
        return new Packaging() {
            @Override
            public byte[] packet(byte[] payload) {
                return payload;
            }

            @Override
            public boolean leavesTraces(byte[] payload) {
                return leavesTraces;
            }

            @Override
            public boolean isMissingBefore(Frame frame) {
                return false;
            }
        };
    }
}
