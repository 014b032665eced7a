/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A stream that the command line asks for: many fragments, with little in each of them. */
record GeneratedOption(String name, long fragments) {

    private static final Duration FRAGMENT_DURATION = Duration.ofSeconds(2);

    /** About fifty years: the first one begins after 1970. */
    private static final long MAX_FRAGMENTS = 800_000_000;

    GeneratedStream endingAt(Instant end) {
        return GeneratedStream.builder(name)
                .setStart(end.minus(FRAGMENT_DURATION.multipliedBy(fragments)))
                .setFragmentDuration(FRAGMENT_DURATION)
                .setFragmentCount(fragments)
                .setTracks(GeneratedTrack.video(1, 50, 100))
                .build();
    }

    /** Reads it. */
    static final class Converter implements ITypeConverter<GeneratedOption> {

        private static final Pattern FORM = Pattern.compile("([^=]+)=([0-9]{1,9})");

        @Override
        public GeneratedOption convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (matcher.matches()) {
                long fragments = Long.parseLong(matcher.group(2));
                if (fragments >= 1 && fragments <= MAX_FRAGMENTS) {
                    return new GeneratedOption(matcher.group(1), fragments);
                }
            }
            throw new TypeConversionException(
                    "'%s', must be the stream's name, '=' and 1 to %s fragments"
                            .formatted(value, MAX_FRAGMENTS));
        }
    }
}
