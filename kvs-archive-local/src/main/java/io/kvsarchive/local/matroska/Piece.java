/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a fragment's document. */
public interface Piece {

    /** How many bytes, 0 or more. */
    long size();

    /**
     * Copies bytes from an offset within the piece on, at least one and at most as many as the
     * target has room for.
     *
     * @param offset 0 to size - 1
     * @param media the open source of the fragment, null where it has none
     */
    void read(long offset, ByteBuffer target, @Nullable MediaReader media) throws IOException;

    /** Bytes at hand. */
    record Bytes(byte[] bytes) implements Piece {

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer target, @Nullable MediaReader media) {
            target.put(
                    bytes, (int) offset, Math.min(target.remaining(), bytes.length - (int) offset));
        }
    }

    /**
     * A stretch of the source as it is.
     *
     * @param start the position in the source
     */
    record Range(long start, long size) implements Piece {

        @Override
        public void read(long offset, ByteBuffer target, @Nullable MediaReader media)
                throws IOException {
            int room = target.limit();
            target.limit((int) Math.min(room, target.position() + size - offset));
            Objects.requireNonNull(media, "media").read(start + offset, target);
            target.limit(room);
        }
    }

    /**
     * A SimpleBlock or BlockGroup of the source with its time set anew.
     *
     * @param start the position in the source
     * @param timeAt the offset within the piece of the two bytes of the time
     * @param time ticks after the Cluster's time
     */
    record Block(long start, long size, int timeAt, short time) implements Piece {

        @Override
        public void read(long offset, ByteBuffer target, @Nullable MediaReader media)
                throws IOException {
            int from = target.position();
            new Range(start, size).read(offset, target, media);
            patch(target, from + timeAt - offset, from, (byte) (time >> 8));
            patch(target, from + timeAt + 1 - offset, from, (byte) time);
        }

        private static void patch(ByteBuffer target, long at, int from, byte value) {
            if (at >= from && at < target.position()) {
                target.put((int) at, value);
            }
        }
    }
}
