/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.selection.MillisRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBoundsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "BEFORE, 00:00:10.000, , 9999",
        "BEFORE, 00:00:10.0005, , 10000",
        "UP_TO, 00:00:10.000, , 10000",
        "UP_TO, 00:00:10.0005, , 10000",
        "FROM, 00:00:10.000, 10000,",
        "FROM, 00:00:10.0005, 10001,",
        "AFTER, 00:00:10.000, 10001,",
        "AFTER, 00:00:10.0005, 10001,",
    })
    void holdTheMillisecondsThatPass(
            Condition.Comparison comparison, String time, Long first, Long last) {
        TimeBounds bounds =
                TimeBounds.of(
                                new Condition.Compared(
                                        "t",
                                        comparison,
                                        literal(Instant.parse("1970-01-01T" + time + "Z"))),
                                BERLIN)
                        .orElseThrow();

        assertThat(bounds.range())
                .isEqualTo(
                        new MillisRange(
                                first == null ? Long.MIN_VALUE : first,
                                last == null ? Long.MAX_VALUE : last));
        assertThat(bounds.areExact()).isTrue();
    }

    /** At 03:00 the clocks went back to 02:00, so 02:30 came twice; on a day in spring, never. */
    @ParameterizedTest
    @CsvSource({
        "2025-10-26T02:30, 2025-10-26T00:30:00Z, 2025-10-26T01:30:00Z",
        "2025-03-30T02:30, 2025-03-30T00:30:00Z, 2025-03-30T01:30:00Z",
        "2025-06-01T02:30, 2025-06-01T00:30:00Z, 2025-06-01T00:30:00Z",
    })
    void holdAllThatATimeWithoutAZoneMayMean(
            LocalDateTime local, Instant earliest, Instant latest) {
        TimeBounds from = compared(Condition.Comparison.FROM, local);
        TimeBounds upTo = compared(Condition.Comparison.UP_TO, local);
        TimeBounds equal =
                TimeBounds.of(new Condition.In("t", Set.of(literal(local))), BERLIN).orElseThrow();

        assertThat(from.range()).isEqualTo(MillisRange.from(earliest.toEpochMilli()));
        assertThat(upTo.range()).isEqualTo(MillisRange.to(latest.toEpochMilli()));
        assertThat(equal.range())
                .isEqualTo(new MillisRange(earliest.toEpochMilli(), latest.toEpochMilli()));
        assertThat(from.areExact()).isFalse();
    }

    @Test
    void areThereForSingleTimesOnly() {
        Condition several =
                new Condition.In("t", Set.of(literal(Instant.EPOCH), literal(Instant.MAX)));

        assertThat(TimeBounds.of(several, BERLIN)).isEmpty();
        assertThat(TimeBounds.of(new Condition.True("t"), BERLIN)).isEmpty();
        assertThat(
                        TimeBounds.of(
                                new Condition.Compared(
                                        "t",
                                        Condition.Comparison.FROM,
                                        new ValueLiteralExpression("now")),
                                BERLIN))
                .isEmpty();
    }

    private static TimeBounds compared(Condition.Comparison comparison, LocalDateTime time) {
        return TimeBounds.of(new Condition.Compared("t", comparison, literal(time)), BERLIN)
                .orElseThrow();
    }

    private static ValueLiteralExpression literal(Object time) {
        return new ValueLiteralExpression(time);
    }
}
