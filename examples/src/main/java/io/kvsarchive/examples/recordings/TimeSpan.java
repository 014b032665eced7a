/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import java.time.Duration;
import java.util.Locale;

/** A duration in the two units that tell most of it. */
public record TimeSpan(Duration duration) {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final long SHOWN_IN_TENTHS = 59_950;

    public static TimeSpan ofSeconds(double seconds) {
        return new TimeSpan(Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND)));
    }

    @Override
    public String toString() {
        if (duration.toMillis() < SHOWN_IN_TENTHS) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS_PER_SECOND);
        }
        Duration rounded = duration.plusMillis((long) MILLIS_PER_SECOND / 2);
        if (rounded.toHours() == 0) {
            return String.format("%d min %02d s", rounded.toMinutes(), rounded.toSecondsPart());
        }
        return rounded.toDays() == 0
                ? String.format("%d h %02d min", rounded.toHours(), rounded.toMinutesPart())
                : String.format("%,d d %02d h", rounded.toDays(), rounded.toHoursPart());
    }
}
