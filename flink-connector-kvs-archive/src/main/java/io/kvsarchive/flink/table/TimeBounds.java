/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.selection.MillisRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.apache.flink.table.expressions.ValueLiteralExpression;

/**
 * What a filter says of a time that has whole milliseconds.
 *
 * @param range all times that pass the filter
 * @param areExact whether no others are in the range
 */
record TimeBounds(MillisRange range, boolean areExact) {

    /** The instants that a literal may mean; two if its zone's clocks change then. */
    private record Meaning(Instant earliest, Instant latest, boolean isInstant) {}

    /**
     * What a condition says of a time; empty if nothing.
     *
     * @param timeZone of literals that have none
     */
    static Optional<TimeBounds> of(Condition condition, ZoneId timeZone) {
        if (condition instanceof Condition.Compared compared) {
            return meaning(compared.value(), timeZone)
                    .map(
                            time ->
                                    new TimeBounds(
                                            range(compared.comparison(), time), time.isInstant()));
        }
        if (condition instanceof Condition.In in && in.values().size() == 1) {
            return meaning(in.values().iterator().next(), timeZone)
                    .map(
                            time ->
                                    new TimeBounds(
                                            range(Condition.Comparison.FROM, time)
                                                    .and(range(Condition.Comparison.UP_TO, time)),
                                            time.isInstant()));
        }
        return Optional.empty();
    }

    private static Optional<Meaning> meaning(ValueLiteralExpression literal, ZoneId timeZone) {
        return literal.getValueAs(Instant.class)
                .map(instant -> new Meaning(instant, instant, true))
                .or(
                        () ->
                                literal.getValueAs(LocalDateTime.class)
                                        .map(local -> meaning(local, timeZone)));
    }

    private static Meaning meaning(LocalDateTime local, ZoneId timeZone) {
        ZoneOffsetTransition change = timeZone.getRules().getTransition(local);
        if (change == null) {
            Instant instant = local.atZone(timeZone).toInstant();
            return new Meaning(instant, instant, false);
        }
        Instant before = local.toInstant(change.getOffsetBefore());
        Instant after = local.toInstant(change.getOffsetAfter());
        return before.isBefore(after)
                ? new Meaning(before, after, false)
                : new Meaning(after, before, false);
    }

    private static MillisRange range(Condition.Comparison comparison, Meaning time) {
        long earliest = time.earliest().toEpochMilli();
        long latest = time.latest().toEpochMilli();
        boolean isWhole = Instant.ofEpochMilli(latest).equals(time.latest());
        return switch (comparison) {
            case BEFORE -> MillisRange.to(isWhole ? latest - 1 : latest);
            case UP_TO -> MillisRange.to(latest);
            case FROM -> MillisRange.from(isWhole ? earliest : earliest + 1);
            case AFTER -> MillisRange.from(earliest + 1);
        };
    }
}
