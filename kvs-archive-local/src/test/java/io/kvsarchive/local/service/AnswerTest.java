/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource({
        "1577156938297, 1.577156938297E9",
        "1577156938000, 1.577156938E9",
        "1600000000000, 1.6E9",
        "1000000000000, 1.0E9",
        "0, 0.0",
        "5000, 5.0",
        "1, 1.0E-3",
        "-1500, -1.5"
    })
    void writesExponentForm(long millis, String expected) {
        assertThat(Answer.exponentForm(millis)).isEqualTo(expected);
    }

    @Test
    void isExactToTheMillisecond() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(4_000_000_000_000L);
            String written = Answer.exponentForm(millis);
            assertThat(new BigDecimal(written).movePointRight(3).longValueExact())
                    .isEqualTo(millis);
            assertThat(Math.round(Double.parseDouble(written) * 1000)).isEqualTo(millis);
        }
    }
}
