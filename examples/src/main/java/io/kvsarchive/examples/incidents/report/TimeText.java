/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times in words, in UTC.
 *
 * @param isOfOneDay whether all are of one day, which then needs no saying each time
 */
record TimeText(boolean isOfOneDay) {

    private static final DateTimeFormatter SECOND = format("HH:mm:ss");
    private static final DateTimeFormatter DAY_AND_SECOND = format("d MMM, HH:mm:ss");
    private static final DateTimeFormatter DAY = format("d MMMM yyyy");
    private static final DateTimeFormatter DAY_AND_MINUTE = format("d MMMM yyyy, HH:mm");

    static TimeText of(Instant from, Instant to) {
        return new TimeText(day(from).equals(day(to)));
    }

    /** From when to when all is, with the day. */
    static String period(Instant from, Instant to) {
        return day(from).equals(day(to))
                ? DAY.format(from) + ", " + SECOND.format(from) + " – " + SECOND.format(to)
                : DAY_AND_MINUTE.format(from) + " – " + DAY_AND_MINUTE.format(to);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** From when to when one thing is. */
    String span(Instant from, Instant to) {
        if (isOfOneDay || day(from).equals(day(to))) {
            return text(from) + " – " + SECOND.format(to);
        }
        return text(from) + " – " + text(to);
    }

    private String text(Instant time) {
        return (isOfOneDay ? SECOND : DAY_AND_SECOND).format(time);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
