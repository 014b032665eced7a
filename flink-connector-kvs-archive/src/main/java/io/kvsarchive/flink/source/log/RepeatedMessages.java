/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.log;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Logs what happens again and again, at most one line a minute for each key. What comes in between
 * is counted, and the next line of the key tells the count. Safe for use by several threads.
 */
@Internal
public final class RepeatedMessages {

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_KEYS = 1_000;

    private final Logger log;
    private final LongSupplier nanoClock;

    /** By key; the one whose line is the oldest comes first, and makes room. */
    private final Map<String, Line> lines = new LinkedHashMap<>();

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    public RepeatedMessages(Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.nanoClock = nanoClock;
    }

    /**
     * Logs a message, or counts it.
     *
     * @param key what repeats, such as a stream and a kind of failure
     * @param format as SLF4J has it
     * @param args of the format, none of them an exception: it would not be written
     */
    public void info(String key, String format, @Nullable Object... args) {
        line(key, format, args).ifPresent(log::info);
    }

    /** The same as {@link #info}, for a warning. */
    public void warn(String key, String format, @Nullable Object... args) {
        line(key, format, args).ifPresent(log::warn);
    }

    private synchronized Optional<String> line(
            String key, String format, @Nullable Object... args) {
        long now = nanoClock.getAsLong();
        Line last = lines.get(key);
        if (last != null && now - last.nanos < INTERVAL_NANOS) {
            last.repetitions++;
            return Optional.empty();
        }
        lines.remove(key);
        if (lines.size() == MAX_KEYS) {
            lines.remove(lines.keySet().iterator().next());
        }
        lines.put(key, new Line(now));
        String message = MessageFormatter.arrayFormat(format, args).getMessage();
        return Optional.of(
                last == null || last.repetitions == 0
                        ? message
                        : message + " (" + last.repetitions + " more since the last line)");
    }

    /** The last line of a key, and how often its message has come since. */
    private static final class Line {

        private final long nanos;
        private long repetitions;

        Line(long nanos) {
            this.nanos = nanos;
        }
    }
}
