/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places times from left to right, and marks some that are easy to read, in UTC. */
record TimeAxis(Instant from, Instant to) {

    private static final int MAX_TICKS = 7;
    private static final Duration MIN_STEP = Duration.ofSeconds(5);
    private static final double ALL = 100;
    private static final double PARTS = 1000;
    private static final int MONTHS_PER_YEAR = 12;
    private static final int EPOCH_YEAR = 1970;

    private static final DateTimeFormatter SECOND = format("HH:mm:ss");
    private static final DateTimeFormatter MINUTE = format("HH:mm");
    private static final DateTimeFormatter DAY = format("d MMM");
    private static final DateTimeFormatter MONTH = format("MMM yyyy");
    private static final DateTimeFormatter YEAR = format("yyyy");

    private static final List<Step> STEPS = steps();

    /**
     * A time that is marked.
     *
     * @param place in per cent from the left
     * @param edge on which side its text must stay within the timeline, if any
     * @param rank {@code minor} where a narrow timeline leaves the text out
     */
    record Tick(double place, String text, String edge, String rank) {

        private static final double NEAR_EDGE = 4;

        static Tick of(double place, String text, int index) {
            String edge = place < NEAR_EDGE ? "start" : place > ALL - NEAR_EDGE ? "end" : "";
            return new Tick(place, text, edge, index % 2 == 0 ? "major" : "minor");
        }
    }

    /** Either seconds or months. */
    private record Step(long seconds, int months, DateTimeFormatter format) {

        ZonedDateTime firstFrom(Instant from) {
            ZonedDateTime time = from.atZone(ZoneOffset.UTC);
            if (months > 0) {
                ZonedDateTime month = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
                long index =
                        (long) (month.getYear() - EPOCH_YEAR) * MONTHS_PER_YEAR
                                + month.getMonthValue()
                                - 1;
                ZonedDateTime first = month.minusMonths(Math.floorMod(index, months));
                return first.isBefore(time) ? first.plusMonths(months) : first;
            }
            long second = from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0);
            long first = second + Math.floorMod(-second, seconds);
            return Instant.ofEpochSecond(first).atZone(ZoneOffset.UTC);
        }

        ZonedDateTime next(ZonedDateTime time) {
            return months > 0 ? time.plusMonths(months) : time.plusSeconds(seconds);
        }

        String text(ZonedDateTime time) {
            boolean isMidnight = time.equals(time.truncatedTo(ChronoUnit.DAYS));
            return (isMidnight && months == 0 ? DAY : format).format(time);
        }
    }

    /** An axis for all that lies from one time to the other. */
    static TimeAxis of(Instant from, Instant to) {
        Duration missing = MIN_STEP.minus(Duration.between(from, to));
        return missing.isNegative()
                ? new TimeAxis(from, to)
                : new TimeAxis(from.minus(missing.dividedBy(2)), to.plus(missing.dividedBy(2)));
    }

    /** In per cent from the left, as exact as can be seen. */
    double place(Instant time) {
        double share =
                (double) Duration.between(from, time).toMillis()
                        / Duration.between(from, to).toMillis();
        return Math.round(share * ALL * PARTS) / PARTS;
    }

    /** A few, from left to right. */
    List<Tick> ticks() {
        for (Step step : STEPS) {
            List<Tick> ticks = ticks(step);
            if (ticks.size() <= MAX_TICKS) {
                return ticks;
            }
        }
        return List.of();
    }

    private List<Tick> ticks(Step step) {
        List<Tick> ticks = new ArrayList<>();
        for (ZonedDateTime time = step.firstFrom(from);
                !time.toInstant().isAfter(to) && ticks.size() <= MAX_TICKS;
                time = step.next(time)) {
            ticks.add(Tick.of(place(time.toInstant()), step.text(time), ticks.size()));
        }
        return ticks;
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int seconds : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(new Step(seconds, 0, SECOND));
        }
        for (int minutes : new int[] {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720}) {
            steps.add(new Step(Duration.ofMinutes(minutes).toSeconds(), 0, MINUTE));
        }
        for (int days : new int[] {1, 2, 5, 10}) {
            steps.add(new Step(Duration.ofDays(days).toSeconds(), 0, DAY));
        }
        for (int months : new int[] {1, 2, 3, 6}) {
            steps.add(new Step(0, months, MONTH));
        }
        for (int years : new int[] {1, 2, 5, 10, 20, 50, 100, 1000}) {
            steps.add(new Step(0, years * MONTHS_PER_YEAR, YEAR));
        }
        return List.copyOf(steps);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
