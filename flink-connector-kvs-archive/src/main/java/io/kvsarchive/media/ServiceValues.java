/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;

/** The values of the service's tags. */
final class ServiceValues {

    /** The service's model allows no more. */
    private static final int MAX_NUMBER_DIGITS = 128;

    /** As an {@link Instant} holds them without doubt. */
    private static final int MAX_SECOND_DIGITS = 12;

    private static final int NANOSECOND_DIGITS = 9;

    private ServiceValues() {}

    static String fragmentNumber(String text) {
        if (!areDigits(text, 0, text.length(), MAX_NUMBER_DIGITS)) {
            throw new IllegalArgumentException("expected 1 to 128 digits");
        }
        return text;
    }

    /** Seconds since the epoch, exactly as written. */
    static Instant timestamp(String text) {
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        boolean isWellFormed =
                areDigits(text, 0, end, MAX_SECOND_DIGITS)
                        && (point < 0
                                || areDigits(text, point + 1, text.length(), NANOSECOND_DIGITS));
        if (!isWellFormed) {
            throw new IllegalArgumentException(
                    "expected seconds since the epoch with up to 9 decimals");
        }
        return Instant.ofEpochSecond(
                Long.parseLong(text, 0, end, 10), point < 0 ? 0 : nanoseconds(text, point + 1));
    }

    private static long nanoseconds(String text, int from) {
        long nanoseconds = Long.parseLong(text, from, text.length(), 10);
        for (int digits = text.length() - from; digits < NANOSECOND_DIGITS; digits++) {
            nanoseconds *= 10;
        }
        return nanoseconds;
    }

    private static boolean areDigits(String text, int from, int to, int most) {
        if (to == from || to - from > most) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
