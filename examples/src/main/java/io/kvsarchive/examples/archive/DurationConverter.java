/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Says what a duration looks like. */
public final class DurationConverter implements ITypeConverter<Duration> {

    /** Flink takes no checkpoint interval that is shorter. */
    private static final Duration MIN_DURATION = Duration.ofMillis(10);

    @Override
    public Duration convert(String text) {
        try {
            Duration duration = TimeUtils.parseDuration(text);
            if (duration.toMillis() >= MIN_DURATION.toMillis()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration such as 500 ms, 10 s or 1 min");
        }
        throw new TypeConversionException("'" + text + "' is too short; it must be at least 10 ms");
    }
}
