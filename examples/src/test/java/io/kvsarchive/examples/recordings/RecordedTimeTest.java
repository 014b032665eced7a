/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedTimeTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final List<ArchivedFragment> fragments = new ArrayList<>();

    @Test
    void takesTheDurationOfLastFramesForNoGap() {
        record(1_940, 0, 2_000, 4_000);

        assertThat(RecordedTime.of(fragments))
                .isEqualTo(new RecordedTime(List.of(recording(0, 5_940)), List.of()));
    }

    @Test
    void partsRecordingsWhereFragmentsAreMissing() {
        record(1_940, 0, 2_000, 6_000, 8_000, 10_000, 3_600_000);

        assertThat(RecordedTime.of(fragments))
                .isEqualTo(
                        new RecordedTime(
                                List.of(
                                        recording(0, 4_000),
                                        recording(6_000, 12_000),
                                        recording(3_600_000, 3_601_940)),
                                List.of(gap(4_000, 6_000), gap(12_000, 3_600_000))));
    }

    @Test
    void takesOverlapsForNoGapsAndHidesNone() {
        record(1_940, 0, 0, 2_000, 2_000);
        record(9_940, 4_000);
        record(1_940, 6_000, 8_000, 14_000, 20_000);

        assertThat(RecordedTime.of(fragments).gaps()).containsExactly(gap(16_000, 20_000));
    }

    @Test
    void takesTheSameFramesTwiceAsOnce() {
        record(0, 0, 0, 5_000, 5_000, 10_000, 10_000, 20_000, 20_000);

        assertThat(RecordedTime.of(fragments).gaps()).containsExactly(gap(15_000, 20_000));
    }

    @Test
    void isNoneForAStreamWithoutFragments() {
        assertThat(RecordedTime.of(fragments)).isEqualTo(RecordedTime.NONE);
    }

    private void record(long length, long... starts) {
        for (long start : starts) {
            Instant time = START.plusMillis(start);
            fragments.add(
                    new ArchivedFragment(
                            "gate",
                            Long.toString(start),
                            time,
                            time,
                            100,
                            Duration.ofMillis(length)));
        }
    }

    private static Recording recording(long from, long to) {
        return new Recording(START.plusMillis(from), START.plusMillis(to));
    }

    private static Gap gap(long from, long to) {
        return new Gap(START.plusMillis(from), START.plusMillis(to));
    }
}
