/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.examples.recordings.TimeSpan;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of money, sizes and times. */
class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "43200000000, 0.37",
        "1000000000, 0.0085",
        "1500000000, 0.01",
        "1000000000000000, '8,500.00'",
        "1234567, 0.000010",
        "0, 0.00"
    })
    void costsOfAPriceForEachGigabyte(long bytes, String text) {
        assertThat(new Price(new BigDecimal("0.0085")).textOf(bytes)).isEqualTo(text);
    }

    @Test
    void tellsExactCosts() {
        assertThat(new Price(new BigDecimal("0.0085")).of(1_234_567_891))
                .isEqualByComparingTo("0.0104938270735");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1234567, 1.2 MB",
        "999949999, 999.9 MB",
        "999950000, 1.0 GB",
        "43200000000, 43.2 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesHaveAUnit(long bytes, String text) {
        assertThat(new ByteCount(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "40, 0.0 s",
        "43989, 44.0 s",
        "59949, 59.9 s",
        "59950, 1 min 00 s",
        "3599499, 59 min 59 s",
        "3599500, 1 h 00 min",
        "86399499, 23 h 59 min",
        "90000000, 1 d 01 h",
        "315360000000, '3,650 d 00 h'"
    })
    void timesHaveTwoUnits(long millis, String text) {
        assertThat(new TimeSpan(Duration.ofMillis(millis))).hasToString(text);
    }
}
