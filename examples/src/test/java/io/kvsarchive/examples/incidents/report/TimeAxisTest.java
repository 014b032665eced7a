/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    private static final Instant FROM = Instant.parse("2026-02-26T21:40:03.5Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT6S|21:40:04 21:40:05 21:40:06 21:40:07 21:40:08 21:40:09",
                "PT30S|21:40:05 21:40:10 21:40:15 21:40:20 21:40:25 21:40:30",
                "PT48S|21:40:10 21:40:20 21:40:30 21:40:40 21:40:50",
                "PT5M|21:41 21:42 21:43 21:44 21:45",
                "PT3H|22:00 22:30 23:00 23:30 27 Feb 00:30",
                "PT40H|27 Feb 06:00 12:00 18:00 28 Feb 06:00 12:00",
                "P5D|27 Feb 28 Feb 1 Mar 2 Mar 3 Mar",
                "P60D|8 Mar 18 Mar 28 Mar 7 Apr 17 Apr 27 Apr",
                "P200D|Mar 2026 Apr 2026 May 2026 Jun 2026 Jul 2026 Aug 2026 Sep 2026",
                "P700D|Jul 2026 Jan 2027 Jul 2027 Jan 2028",
                "P4000D|2028 2030 2032 2034 2036"
            })
    void marksAFewTimesThatAreEasyToRead(Duration duration, String texts) {
        TimeAxis axis = TimeAxis.of(FROM, FROM.plus(duration));

        assertThat(String.join(" ", axis.ticks().stream().map(TimeAxis.Tick::text).toList()))
                .isEqualTo(texts);
    }

    @Test
    void placesTimesEvenly() {
        TimeAxis axis = TimeAxis.of(FROM, FROM.plusSeconds(40));

        assertThat(axis.place(FROM)).isZero();
        assertThat(axis.place(FROM.plusSeconds(10))).isEqualTo(25);
        assertThat(axis.place(FROM.plusSeconds(40))).isEqualTo(100);
        assertThat(axis.ticks().get(0).place()).isEqualTo(16.25);
    }

    @Test
    void placesAMomentInTheMiddle() {
        assertThat(TimeAxis.of(FROM, FROM).place(FROM)).isEqualTo(50);
    }
}
