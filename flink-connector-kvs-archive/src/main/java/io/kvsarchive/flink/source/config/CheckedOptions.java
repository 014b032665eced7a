/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.service.RetrySettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** Reads options, and says of a wrong one its name, its value and what is allowed. */
final class CheckedOptions {

    private static final int MAX_ATTEMPTS = 1000;

    private final Configuration options;

    CheckedOptions(Configuration options) {
        this.options = options;
    }

    boolean isSet(ConfigOption<?> option) {
        return options.contains(option);
    }

    <V> V get(ConfigOption<V> option) {
        try {
            return options.get(option);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%sit can't be understood: %s"
                            .formatted(
                                    describe(option, options.toMap().get(option.key())),
                                    rootMessage(e)),
                    e);
        }
    }

    <V> Optional<V> optional(ConfigOption<V> option) {
        return isSet(option) ? Optional.of(get(option)) : Optional.empty();
    }

    int between(ConfigOption<Integer> option, int min, int max) {
        int value = get(option);
        if (value < min || value > max) {
            throw refused(option, value, "it must be between %s and %s".formatted(min, max));
        }
        return value;
    }

    /** By default a quota is the service's own, which nobody may pass. */
    int atMostDefault(ConfigOption<Integer> option) {
        return between(option, 1, option.defaultValue());
    }

    /** A share of a whole. */
    double share(ConfigOption<Double> option) {
        double value = get(option);
        if (!(value > 0 && value <= 1)) {
            throw refused(option, value, "it must be above 0 and at most 1");
        }
        return value;
    }

    Duration positive(ConfigOption<Duration> option) {
        Duration value = get(option);
        if (value.toMillis() < 1) {
            throw refused(option, value, "it must be at least 1 ms");
        }
        return value;
    }

    Duration notNegative(ConfigOption<Duration> option) {
        Duration value = get(option);
        if (value.isNegative()) {
            throw refused(option, value, "it must not be negative");
        }
        return value;
    }

    long positiveSize(ConfigOption<MemorySize> option) {
        MemorySize value = get(option);
        if (value.getBytes() < 1) {
            throw refused(option, value, "it must be at least 1 byte");
        }
        return value.getBytes();
    }

    /** Listings and requests for media are tried again alike. */
    RetrySettings retry() {
        Duration minDelay = positive(KvsArchiveSourceOptions.RETRY_MIN_DELAY);
        Duration maxDelay = positive(KvsArchiveSourceOptions.RETRY_MAX_DELAY);
        if (minDelay.compareTo(maxDelay) > 0) {
            throw refused(
                    KvsArchiveSourceOptions.RETRY_MIN_DELAY,
                    minDelay,
                    "it must be at most '%s', which is '%s'"
                            .formatted(KvsArchiveSourceOptions.RETRY_MAX_DELAY.key(), maxDelay));
        }
        return new RetrySettings(
                between(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 1, MAX_ATTEMPTS),
                minDelay,
                maxDelay);
    }

    /** What to throw over an option whose value is not allowed. */
    static IllegalArgumentException refused(ConfigOption<?> option, Object value, String expected) {
        return new IllegalArgumentException(describe(option, value) + expected);
    }

    private static String describe(ConfigOption<?> option, @Nullable Object value) {
        return "Option '%s' is '%s'; ".formatted(option.key(), value);
    }

    private static @Nullable String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
