/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.matroska.Piece;
import java.nio.ByteBuffer;
import java.util.List;

/** What the frames of a track hold. Frames are numbered from 0, at the start of the media. */
sealed interface FramePayloads {

    /**
     * Those that were described.
     *
     * @param seed of bytes without meaning
     */
    static FramePayloads of(GeneratedTrack.Payloads described, long seed) {
        if (described instanceof GeneratedTrack.Given given) {
            return new Given(given.ofFrames());
        }
        GeneratedTrack.Meaningless sizes = (GeneratedTrack.Meaningless) described;
        return new Meaningless(seed, sizes.minBytes(), sizes.maxBytes());
    }

    /** How many frames there can be, however long the media are. */
    long count();

    int sizeOf(long frame);

    Piece of(long frame);

    byte[] bytesOf(long frame);

    /** Computed whenever they are asked for. */
    record Meaningless(long seed, int minBytes, int maxBytes) implements FramePayloads {

        @Override
        public long count() {
            return Long.MAX_VALUE;
        }

        @Override
        public int sizeOf(long frame) {
            long sizes = (long) maxBytes - minBytes + 1;
            return minBytes + (int) Long.remainderUnsigned(Mixing.mix(seed, frame), sizes);
        }

        @Override
        public RandomBytes of(long frame) {
            return new RandomBytes(Mixing.mix(seed, frame), sizeOf(frame));
        }

        @Override
        public byte[] bytesOf(long frame) {
            ByteBuffer bytes = ByteBuffer.allocate(sizeOf(frame));
            of(frame).read(0, bytes, null);
            return bytes.array();
        }
    }

    /** Kept in memory. */
    record Given(List<byte[]> inOrder) implements FramePayloads {

        @Override
        public long count() {
            return inOrder.size();
        }

        @Override
        public int sizeOf(long frame) {
            return bytesOf(frame).length;
        }

        @Override
        public Piece of(long frame) {
            return new Piece.Bytes(bytesOf(frame));
        }

        @Override
        public byte[] bytesOf(long frame) {
            return inOrder.get((int) frame);
        }
    }
}
