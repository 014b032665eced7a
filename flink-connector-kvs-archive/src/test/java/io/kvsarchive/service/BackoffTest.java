/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(new RetrySettings(10, Duration.ofMillis(100), Duration.ofMillis(1000)));

    /** A thousand draws miss the upper half of the range with a chance of one in 2^1000. */
    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "30, 1000", "10000, 1000"})
    void waitsAtRandomWithinABoundThatDoublesUpToTheLongest(int failures, long bound) {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.delayAfter(failures)))
                .allMatch(delay -> !delay.isNegative() && delay.toMillis() <= bound)
                .anyMatch(delay -> delay.toMillis() >= bound / 2)
                .anyMatch(delay -> delay.toMillis() < bound / 2);
    }
}
