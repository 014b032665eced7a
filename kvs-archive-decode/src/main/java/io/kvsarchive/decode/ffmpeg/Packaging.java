/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

/** Makes of stored frames what a decoder takes. */
interface Packaging {

    /** What is sent for a frame; may be the same array. */
    byte[] packet(byte[] payload);

    /**
     * Whether the frame leaves something in the decoder, after a flush, that another fragment must
     * not meet.
     */
    boolean leavesTraces(byte[] payload);

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
        };
    }
}
