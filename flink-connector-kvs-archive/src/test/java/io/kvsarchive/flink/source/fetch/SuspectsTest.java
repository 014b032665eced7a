/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.LONG_WAITS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.service.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private static final Duration LONGER_THAN_ANY_WAIT = LONG_WAITS.maxDelay().plusNanos(1);

    private long nanos = Long.MAX_VALUE;
    private final Suspects suspects = new Suspects(new Backoff(LONG_WAITS), () -> nanos);

    @Test
    void countsTheFailuresOfEachFragment() {
        suspects.failed("1", "reset");
        suspects.failed("2", "reset");

        assertThat(suspects.failed("1", "cut").attempts()).isEqualTo(2);
        assertThat(suspects.failed("1", "cut").attempts()).isEqualTo(3);
        assertThat(suspects.failed("2", "cut").attempts()).isEqualTo(2);
    }

    @Test
    void tellsWhetherTheLastTwoFailuresAreAlike() {
        assertThat(suspects.failed("1", "broken").hasFailedAlike()).isFalse();
        assertThat(suspects.failed("2", "broken").hasFailedAlike()).isFalse();
        assertThat(suspects.failed("1", "broken").hasFailedAlike()).isTrue();
        assertThat(suspects.failed("1", "cut").hasFailedAlike()).isFalse();
        assertThat(suspects.failed("1", "broken").hasFailedAlike()).isFalse();
    }

    @Test
    void forgetsWhatIsNoLongerPending() {
        suspects.failed("1", "broken");
        assertThat(suspects.contains("1")).isTrue();

        suspects.remove("1");

        assertThat(suspects.contains("1")).isFalse();
        assertThat(suspects.next()).isEmpty();
        assertThat(suspects.failed("1", "broken").attempts()).isEqualTo(1);
    }

    @Test
    void letsAFragmentWaitAfterEachFailure() {
        assertThat(suspects.delay("1")).isZero();

        suspects.failed("1", "broken");
        assertThat(suspects.delay("1")).isPositive();

        pass(LONGER_THAN_ANY_WAIT);
        assertThat(suspects.delay("1")).isZero();

        suspects.failed("1", "broken");
        assertThat(suspects.delay("1")).isPositive();
    }

    @Test
    void picksTheOneThatHasToWaitLeast() {
        suspects.failed("1", "broken");
        pass(LONGER_THAN_ANY_WAIT);
        suspects.failed("2", "broken");
        assertThat(suspects.next()).contains("1");
    }

    @Test
    void picksTheFirstOfThoseThatNeedNotWait() {
        suspects.failed("2", "broken");
        suspects.failed("1", "broken");
        suspects.failed("2", "broken");
        pass(LONGER_THAN_ANY_WAIT);

        assertThat(suspects.next()).contains("2");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
