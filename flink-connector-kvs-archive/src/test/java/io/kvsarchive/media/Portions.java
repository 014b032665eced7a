/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** A body that comes in portions, as bodies do from a network. */
class Portions extends InputStream {

    private static final int MAX_READS_AT_END = 10;

    private final ByteArrayInputStream body;
    private final IntSupplier portion;
    private int readsAtEnd;

    /** Hands out so many bytes at most for each read. */
    Portions(byte[] body, IntSupplier portion) {
        this.body = new ByteArrayInputStream(body);
        this.portion = portion;
    }

    Portions(byte[] body, int portion) {
        this(body, () -> portion);
    }

    /** The body in small and large portions. */
    static Portions ofAllSizes(byte[] body, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Portions(body, () -> random.nextInt(1, 2 << random.nextInt(12)));
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int read = body.read(target, offset, Math.min(length, portion.getAsInt()));
        if (read < 0 && ++readsAtEnd > MAX_READS_AT_END) {
            throw new AssertionError("The parser goes on and on at the body's end");
        }
        return read;
    }
}
