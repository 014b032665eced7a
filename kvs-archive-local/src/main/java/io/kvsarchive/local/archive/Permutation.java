/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

/**
 * An order of the numbers 0 to size - 1 without a pattern, of which any place can be had without
 * those before it. Takes no memory, however many they are.
 *
 * <p>A Feistel network over the next even number of bits; what falls beyond the size goes through
 * it again until it falls within.
 */
public final class Permutation {

    private static final int ROUNDS = 4;

    private final long seed;
    private final long size;
    private final int halfBits;
    private final long halfMask;

    /**
     * @param size 0 to 2^60
     */
    public Permutation(long seed, long size) {
        this.seed = seed;
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
    }

    /** Which number is at a place. */
    public long at(long place) {
        long value = place;
        do {
            value = throughNetwork(value);
        } while (value >= size);
        return value;
    }

    private long throughNetwork(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            long mixed = left ^ (Mixing.mix(seed + round, right) & halfMask);
            left = right;
            right = mixed;
        }
        return (left << halfBits) | right;
    }
}
