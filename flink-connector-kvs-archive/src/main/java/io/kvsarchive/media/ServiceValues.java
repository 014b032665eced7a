/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of the service's tags. */
final class ServiceValues {

    /** The lengths that the service's model allows. */
    private static final Pattern FRAGMENT_NUMBER = Pattern.compile("[0-9]{1,128}");

    /** As many digits as nanoseconds need, and as an {@link Instant} holds without doubt. */
    private static final Pattern EPOCH_SECONDS =
            Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?");

    private static final int NANOSECOND_DIGITS = 9;

    private ServiceValues() {}

    static String fragmentNumber(String text) {
        if (!FRAGMENT_NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("expected 1 to 128 digits");
        }
        return text;
    }

    /** Seconds since the epoch, exactly as written. */
    static Instant timestamp(String text) {
        Matcher matcher = EPOCH_SECONDS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected seconds since the epoch with up to 9 decimals");
        }
        String decimals = matcher.group(2) == null ? "" : matcher.group(2);
        return Instant.ofEpochSecond(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(decimals + "0".repeat(NANOSECOND_DIGITS - decimals.length())));
    }
}
