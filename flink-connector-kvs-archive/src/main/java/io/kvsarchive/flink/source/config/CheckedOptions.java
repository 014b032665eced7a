/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** Reads options, and says of a wrong one its name, its value and what is allowed. */
@Internal
public final class CheckedOptions {

    private final Configuration options;

    public CheckedOptions(Configuration options) {
        this.options = options;
    }

    public <V> V get(ConfigOption<V> option) {
        try {
            return options.get(option);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    describe(option, options.toMap().get(option.key()))
                            + "it can't be understood: "
                            + rootMessage(e),
                    e);
        }
    }

    <V> Optional<V> optional(ConfigOption<V> option) {
        return options.contains(option) ? Optional.of(get(option)) : Optional.empty();
    }

    int between(ConfigOption<Integer> option, int min, int max) {
        int value = get(option);
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    describe(option, value) + "it must be between " + min + " and " + max);
        }
        return value;
    }

    /** A share of a whole. */
    double share(ConfigOption<Double> option) {
        double value = get(option);
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    describe(option, value) + "it must be above 0 and at most 1");
        }
        return value;
    }

    Duration positive(ConfigOption<Duration> option) {
        Duration value = get(option);
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(
                    describe(option, value) + "it must be at least 1 ms");
        }
        return value;
    }

    Duration notNegative(ConfigOption<Duration> option) {
        Duration value = get(option);
        if (value.isNegative()) {
            throw new IllegalArgumentException(describe(option, value) + "it must not be negative");
        }
        return value;
    }

    long positiveSize(ConfigOption<MemorySize> option) {
        MemorySize value = get(option);
        if (value.getBytes() < 1) {
            throw new IllegalArgumentException(
                    describe(option, value) + "it must be at least 1 byte");
        }
        return value.getBytes();
    }

    private static String describe(ConfigOption<?> option, Object value) {
        return "Option '" + option.key() + "' is '" + value + "'; ";
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
