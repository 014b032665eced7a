/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands out a stream's bytes, and keeps a copy of them from the first one on that may still be
 * asked for.
 */
final class RecordedInput extends InputStream {

    private static final int PART_BYTES = 64 * 1024;

    private final InputStream input;

    /** All of the same size; the last one may be filled in part. */
    private final Deque<byte[]> parts = new ArrayDeque<>();

    /** Where the first part begins, and where the last one ends so far. */
    private long start;

    private long end;

    RecordedInput(InputStream input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = input.read(target, offset, length);
        if (count > 0) {
            keep(target, offset, count);
        }
        return count;
    }

    private void keep(byte[] source, int offset, int count) {
        int kept = 0;
        while (kept < count) {
            int filled = (int) (end % PART_BYTES);
            if (filled == 0) {
                parts.add(new byte[PART_BYTES]);
            }
            int more = Math.min(count - kept, PART_BYTES - filled);
            System.arraycopy(source, offset + kept, parts.getLast(), filled, more);
            kept += more;
            end += more;
        }
    }

    /** Lets go of the bytes before a position, which won't be asked for any more. */
    void forgetBefore(long position) {
        while (start + PART_BYTES <= position) {
            parts.remove();
            start += PART_BYTES;
        }
    }

    /**
     * Copies bytes that have been read, from a position on, until the rest of the array is full.
     */
    void copy(long from, byte[] target, int offset) {
        long to = from + target.length - offset;
        long partStart = start;
        for (byte[] part : parts) {
            long first = Math.max(from, partStart);
            long afterLast = Math.min(to, partStart + PART_BYTES);
            if (first < afterLast) {
                System.arraycopy(
                        part,
                        (int) (first - partStart),
                        target,
                        offset + (int) (first - from),
                        (int) (afterLast - first));
            }
            partStart += PART_BYTES;
        }
    }
}
