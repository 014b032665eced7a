/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many of the fragments that follow each other are read.
 *
 * @param nth one in so many, 1 for all
 * @param every one in so much time; zero for all
 */
public record Sampling(int nth, Duration every) implements Serializable {

    public static final Sampling ALL = new Sampling(1, Duration.ZERO);

    /** Lets a source sample so. */
    void addTo(Configuration options) {
        if (!every.isZero()) {
            options.set(KvsArchiveSourceOptions.FRAGMENT_EVERY, every);
        } else if (nth > 1) {
            options.set(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH, nth);
        }
    }

    /** Tells a number of fragments from a time. */
    static final class Converter implements ITypeConverter<Sampling> {

        @Override
        public Sampling convert(String text) {
            try {
                if (text.matches("[0-9]+")) {
                    int nth = Integer.parseInt(text);
                    if (nth >= 1) {
                        return new Sampling(nth, Duration.ZERO);
                    }
                } else {
                    Duration every = TimeUtils.parseDuration(text);
                    if (every.toMillis() >= 1) {
                        return new Sampling(1, Duration.ofMillis(every.toMillis()));
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(wrong(text));
            }
            throw new TypeConversionException(wrong(text));
        }

        private static String wrong(String text) {
            return ("'%s' is neither a time of at least 1 ms, such as 10s or 5min, nor a number of"
                            + " fragments from 1 to %s")
                    .formatted(text, Integer.MAX_VALUE);
        }
    }
}
