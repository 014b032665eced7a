/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BandwidthLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CHUNK = 64 * 1024;

    /** Any origin will do: this one overflows after three seconds. */
    private long nanoTime = Long.MAX_VALUE - 3 * SECOND;

    @Test
    void letsNothingGoBeforeItsTime() {
        BandwidthLimit limit = new BandwidthLimit(1_000_000, Duration.ofSeconds(1), () -> nanoTime);

        assertThat(limit.nanosUntil(1)).isEqualTo(1_000);
        nanoTime += 999;
        assertThat(limit.nanosUntil(1)).isEqualTo(1);
        nanoTime += 1;
        assertThat(limit.nanosUntil(1)).isZero();
        limit.sent(1);
        assertThat(limit.nanosUntil(500)).isEqualTo(500_000);
    }

    @Test
    void letsExactlyItsRateGoToWhoWaitsAsTold() {
        long begin = nanoTime;
        BandwidthLimit limit =
                new BandwidthLimit(25_000_000, Duration.ofSeconds(1), () -> nanoTime);
        long sent = 0;

        while (sent < 250_000_000) {
            int length = limit.next(CHUNK);
            nanoTime += limit.nanosUntil(length);
            limit.sent(length);
            sent += length;
            // 40 ns a byte, from the first one on.
            assertThat(nanoTime - begin).isEqualTo(sent * 40);
        }
    }

    @Test
    void catchesUpWithLateAwakenings() {
        long begin = nanoTime;
        BandwidthLimit limit =
                new BandwidthLimit(25_000_000, Duration.ofSeconds(1), () -> nanoTime);
        long sent = 0;

        // A timer that is up to 5 ms late.
        for (int i = 0; i < 2_000; i++) {
            if (limit.nanosUntil(CHUNK) > 0) {
                nanoTime += limit.nanosUntil(CHUNK) + i % 6 * 1_000_000L;
            }
            limit.sent(CHUNK);
            sent += CHUNK;
            assertThat(sent).isLessThanOrEqualTo((nanoTime - begin) / 40);
        }
        assertThat(sent).isGreaterThan((nanoTime - begin) / 40 - 5 * 25_000 - CHUNK);
    }

    @Test
    void owesAClientThatPausesOneBurstAtMost() {
        BandwidthLimit limit =
                new BandwidthLimit(1_000_000, Duration.ofMillis(500), () -> nanoTime);
        nanoTime += 10 * SECOND;
        long sent = 0;

        while (limit.nanosUntil(1_000) == 0) {
            limit.sent(1_000);
            sent += 1_000;
        }

        assertThat(sent).isEqualTo(500_000);
        assertThat(limit.nanosUntil(1_000)).isEqualTo(1_000_000);
    }

    @Test
    void makesPiecesThatFitIntoWhatIsSavedUp() {
        assertThat(limitOf(1_000, Duration.ofMillis(100)).next(CHUNK)).isEqualTo(100);
        assertThat(limitOf(1_000, Duration.ofMillis(100)).next(7)).isEqualTo(7);
        assertThat(limitOf(25_000_000, Duration.ofSeconds(1)).next(CHUNK)).isEqualTo(CHUNK);
        assertThat(limitOf(1_000, Duration.ofMillis(100)).next(0)).isZero();
    }

    @Test
    void sendsWithLessThanAByteOfBurst() {
        BandwidthLimit limit = limitOf(10, Duration.ofMillis(1));
        assertThat(limit.next(CHUNK)).isEqualTo(1);
        nanoTime += 1_000_000;
        assertThat(limit.nanosUntil(1)).isZero();
        limit.sent(1);
        assertThat(limit.nanosUntil(1)).isEqualTo(SECOND / 10);
    }

    private BandwidthLimit limitOf(long bytesPerSecond, Duration burst) {
        return new BandwidthLimit(bytesPerSecond, burst, () -> nanoTime);
    }
}
