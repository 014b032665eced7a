/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.nio.ByteBuffer;

/**
 * The bits of a NAL unit, after its first byte, as the standards' syntax tables read them. Beyond
 * the end all bits are 0.
 */
final class BitReader {

    private static final int EMULATION_PREVENTION = 3;

    private final ByteBuffer bytes;
    private int current;
    private int bitsLeft;
    private int zeros;

    BitReader(ByteBuffer unit) {
        bytes = unit.duplicate();
        bytes.get();
    }

    int bit() {
        if (bitsLeft == 0) {
            current = next();
            if (zeros >= 2 && current == EMULATION_PREVENTION) {
                zeros = 0;
                current = next();
            }
            zeros = current == 0 ? zeros + 1 : 0;
            bitsLeft = Byte.SIZE;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    private int next() {
        return bytes.hasRemaining() ? bytes.get() & 0xff : 0;
    }

    /** u(n). */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** ue(v). */
    int unsigned() {
        int leadingZeros = 0;
        while (leadingZeros < Integer.SIZE - 1 && bit() == 0) {
            leadingZeros++;
        }
        return (1 << leadingZeros) - 1 + bits(leadingZeros);
    }

    /** se(v). */
    int signed() {
        int value = unsigned();
        return value % 2 == 0 ? -(value / 2) : value / 2 + 1;
    }
}
