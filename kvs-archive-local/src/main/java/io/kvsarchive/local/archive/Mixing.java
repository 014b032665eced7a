/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import java.nio.charset.StandardCharsets;

/**
 * Numbers without a pattern that depend on nothing but what they are made from, so that any of them
 * can be had without those before it.
 */
public final class Mixing {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Mixing() {}

    /** The number at an index of the sequence that a seed names. */
    public static long mix(long seed, long index) {
        // The output function of SplitMix64.
        long z = seed + (index + 1) * GOLDEN_RATIO;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A seed for something with a name. */
    public static long seed(long seed, String name) {
        long result = seed;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            result = mix(result, b);
        }
        return result;
    }
}
