/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.matroska.MediaReader;
import io.kvsarchive.local.matroska.Piece;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes without a pattern that a seed names, of which any can be had without those before it. */
public record RandomBytes(long seed, int intSize) implements Piece {

    @Override
    public long size() {
        return intSize;
    }

    @Override
    public void read(long offset, ByteBuffer target, @Nullable MediaReader media) {
        long at = offset;
        long end = Math.min(intSize, offset + target.remaining());
        while (at < end) {
            if (at % Long.BYTES == 0 && end - at >= Long.BYTES) {
                target.putLong(Mixing.mix(seed, at / Long.BYTES));
                at += Long.BYTES;
            } else {
                long word = Mixing.mix(seed, at / Long.BYTES);
                target.put((byte) (word >>> (56 - at % Long.BYTES * 8)));
                at++;
            }
        }
    }
}
