/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * NAL units, in the two forms in which H.264 and H.265 are stored: each after its length, as
 * Matroska wants it (ISO/IEC 14496-15), or each after a start code (Annex B of both standards).
 */
final class NalUnits {

    private static final byte[] START_CODE = {0, 0, 0, 1};

    private NalUnits() {}

    /** Whether the bytes are units after their lengths, from the first byte to the last. */
    static boolean haveLengths(byte[] bytes, int lengthSize) {
        int at = 0;
        while (at + lengthSize < bytes.length) {
            long length = length(bytes, at, lengthSize);
            if (length == 0 || length > bytes.length - at - lengthSize) {
                return false;
            }
            at += lengthSize + (int) length;
        }
        return at > 0 && at == bytes.length;
    }

    static boolean haveStartCodes(byte[] bytes) {
        return bytes.length > 3
                && bytes[0] == 0
                && bytes[1] == 0
                && (bytes[2] == 1 || (bytes[2] == 0 && bytes[3] == 1));
    }

    /** The units of bytes for which {@link #haveLengths} is true. */
    static List<ByteBuffer> afterLengths(byte[] bytes, int lengthSize) {
        List<ByteBuffer> units = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = (int) length(bytes, at, lengthSize);
            units.add(ByteBuffer.wrap(bytes, at + lengthSize, length).slice());
            at += lengthSize + length;
        }
        return units;
    }

    /** The units of bytes with start codes, without the zeros that may follow a unit. */
    static List<ByteBuffer> afterStartCodes(byte[] bytes) {
        List<ByteBuffer> units = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at + 2 < bytes.length) {
            // No start code includes a byte above 1, so that two of three bytes are never read.
            if (bytes[at + 2] > 1 || bytes[at + 2] < 0) {
                at += 3;
            } else if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1) {
                addUnit(units, bytes, start, at);
                start = at + 3;
                at = start;
            } else {
                at++;
            }
        }
        addUnit(units, bytes, start, bytes.length);
        return units;
    }

    private static void addUnit(List<ByteBuffer> units, byte[] bytes, int start, int end) {
        if (start < 0) {
            return;
        }
        int last = end;
        while (last > start && bytes[last - 1] == 0) {
            last--;
        }
        if (last > start) {
            units.add(ByteBuffer.wrap(bytes, start, last - start).slice());
        }
    }

    static byte[] withStartCodes(List<ByteBuffer> units) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer unit : units) {
            bytes.writeBytes(START_CODE);
            bytes.write(unit.array(), unit.arrayOffset(), unit.remaining());
        }
        return bytes.toByteArray();
    }

    private static long length(byte[] bytes, int at, int lengthSize) {
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | (bytes[at + i] & 0xff);
        }
        return length;
    }
}
