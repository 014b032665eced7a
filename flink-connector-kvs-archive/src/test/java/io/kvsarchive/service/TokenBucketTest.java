/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final TokenBucket bucket = new TokenBucket(100, 50, nanos::get);

    @Test
    void beginsFullAndGivesNoMoreThanThereIs() {
        assertThat(bucket.take(30)).isZero();
        assertThat(bucket.take(20)).isZero();
        assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(bucket.take(50)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void givesExactlyWhatFlowsIn() {
        bucket.take(50);

        pass(Duration.ofMillis(199));
        assertThat(bucket.take(20)).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(bucket.take(20)).isZero();
        assertThat(bucket.untilThereAre(0)).isZero();
        assertThat(bucket.untilThereAre(10)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void givesNoMoreThanTheRateAndOneCapacityOverAnyTime() {
        double taken = 0;
        for (int i = 0; i < 10_000; i++) {
            int count = 1 + i % 7;
            if (bucket.take(count).isZero()) {
                taken += count;
            }
            pass(Duration.ofMillis(i % 13));
        }

        double seconds = (nanos.get() + 5) / 1e9;
        assertThat(taken).isBetween(seconds * 100 - 50, seconds * 100 + 50);
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        pass(Duration.ofHours(1));

        assertThat(bucket.take(50)).isZero();
        assertThat(bucket.take(1)).isPositive();
    }

    @Test
    void givesMoreThanItsCapacityWhenItIsFullAndIsOwedTheRest() {
        assertThat(bucket.take(150)).isZero();

        assertThat(bucket.untilThereAre(1)).isEqualTo(Duration.ofMillis(1010));
        pass(Duration.ofMillis(1499));
        assertThat(bucket.take(150)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void changesItsRateFromThenOn() {
        bucket.take(50);
        pass(Duration.ofMillis(100));

        bucket.setRate(10);

        assertThat(bucket.untilThereAre(10)).isZero();
        assertThat(bucket.untilThereAre(11)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void isEmptyOnceItIsDrained() {
        bucket.drain();

        assertThat(bucket.untilThereAre(1)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void losesAlsoWhatFlowedInBeforeItWasDrained() {
        bucket.take(50);
        pass(Duration.ofMillis(100));

        bucket.drain();

        assertThat(bucket.untilThereAre(1)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void needsARateAndACapacity() {
        assertThatThrownBy(() -> new TokenBucket(0, 1, nanos::get))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBucket(1, Double.NaN, nanos::get))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
