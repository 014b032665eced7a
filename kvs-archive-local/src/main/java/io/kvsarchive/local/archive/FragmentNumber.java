/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import java.math.BigInteger;

/**
 * Fragment numbers in the form that all published ones have: 47 digits, made of a leading one, a
 * counter, the server timestamp and 28 bits without a pattern.
 *
 * <p>The service documents none of this. It fits every number in the issues of its SDKs and in the
 * recorded bodies of aws/amazon-kinesis-video-streams-parser-library, for example awslabs/
 * amazon-kinesis-video-streams-producer-sdk-cpp#312.
 */
final class FragmentNumber {

    private static final int COUNTER_SHIFT = 92;
    private static final int TIME_SHIFT = 28;
    private static final BigInteger LEADING_ONE = BigInteger.ONE.shiftLeft(156);
    private static final long LOW_BITS = (1L << TIME_SHIFT) - 1;
    private static final int MAX_DIGITS = 128;

    private FragmentNumber() {}

    static String of(long counter, long serverMillis, long seed) {
        return LEADING_ONE
                .or(BigInteger.valueOf(counter).shiftLeft(COUNTER_SHIFT))
                .or(BigInteger.valueOf(serverMillis).shiftLeft(TIME_SHIFT))
                .or(BigInteger.valueOf(Mixing.mix(seed, counter) & LOW_BITS))
                .toString();
    }

    /** The counter in a number of that form; of another number, some number or -1. */
    static long counterOf(String number) {
        if (number.length() > MAX_DIGITS) {
            return -1;
        }
        BigInteger rest = new BigInteger(number).subtract(LEADING_ONE);
        return rest.signum() < 0 ? -1 : rest.shiftRight(COUNTER_SHIFT).longValue();
    }
}
