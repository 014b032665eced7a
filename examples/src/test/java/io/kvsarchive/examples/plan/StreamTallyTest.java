/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.examples.archive.Sampling;
import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.PauseHistogram;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

class StreamTallyTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final StreamTally tally = StreamTally.of("gate");

    @Test
    void findsNoGapsBetweenFragmentsOfOneFrame() {
        add(0, LongStream.range(0, 100).map(place -> place * 5_000).toArray());

        assertThat(tally.gaps()).isZero();
        assertThat(tally.gapTime()).isZero();
        assertThat(tally.longestGaps()).isEmpty();
        assertThat(tally.recorded()).isEqualTo(Duration.ofSeconds(99 * 5));
        assertThat(tally.toTime()).isEqualTo(START.plusSeconds(99 * 5));
    }

    @Test
    void findsAGapWhereAFragmentOfOneFrameIsMissing() {
        add(0, 0, 5_000, 10_000, 20_000, 25_000);

        assertThat(tally.longestGaps()).containsExactly(gap(15_000, 20_000));
        assertThat(tally.gaps()).isEqualTo(1);
        assertThat(tally.gapTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(tally.recorded()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesTheDurationOfLastFramesForNoGap() {
        add(1_796, LongStream.range(0, 1_000).map(place -> place * 1_856).toArray());

        assertThat(tally.gaps()).isZero();
        assertThat(tally.longestGaps()).isEmpty();
        assertThat(tally.recorded()).isEqualTo(Duration.ofMillis(999 * 1_856 + 1_796));
        assertThat(tally.fromTime()).isEqualTo(START);
    }

    @Test
    void findsAGapAsLongAsAMissingFragment() {
        add(
                1_796,
                LongStream.range(0, 1_000)
                        .filter(place -> place != 500)
                        .map(place -> place * 1_856)
                        .toArray());

        assertThat(tally.gaps()).isEqualTo(1);
        assertThat(tally.gapTime()).isEqualTo(Duration.ofMillis(1_856));
        assertThat(tally.longestGaps()).containsExactly(gap(500 * 1_856, 501 * 1_856));
    }

    @Test
    void findsAGapOfTheShortestMissingFragment() {
        add(0, 0, 1_000, 2_000, 3_000, 5_000, 6_000);

        assertThat(tally.longestGaps()).containsExactly(gap(4_000, 5_000));
    }

    @Test
    void takesLessThanHalfASecondMoreThanUsualForNoGap() {
        add(1_960, 0, 2_000, 4_000, 6_450, 8_000);

        assertThat(tally.gaps()).isZero();
    }

    @Test
    void tellsTheLongestFiveOfManyGapsInOrder() {
        long start = 0;
        for (int place = 0; place < 50; place++) {
            add(2_000, start);
            start += 2_000;
            if (place % 5 == 4) {
                start += 10_000 + 1_000L * ((place * 7) % 11);
            }
        }

        List<Duration> all =
                IntStream.iterate(4, place -> place < 49, place -> place + 5)
                        .mapToObj(place -> Duration.ofMillis(10_000 + 1_000L * (place * 7 % 11)))
                        .sorted((one, other) -> other.compareTo(one))
                        .toList();
        assertThat(tally.gaps()).isEqualTo(9);
        assertThat(tally.gapTime()).isEqualTo(all.stream().reduce(Duration.ZERO, Duration::plus));
        assertThat(tally.longestGaps())
                .extracting(Gap::length)
                .containsExactlyElementsOf(all.subList(0, 5));
        assertThat(tally.recorded()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void takesOverlapsForNoGapsAndHidesNone() {
        // The second fragment of each pair was recorded twice; a long one covers two others.
        add(2_000, 0, 0, 2_000, 2_000, 4_000, 4_000);
        add(10_000, 6_000);
        add(2_000, 8_000, 10_000, 16_000, 30_000);

        assertThat(tally.longestGaps()).containsExactly(gap(18_000, 30_000));
        assertThat(tally.recorded()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesTheSameFramesTwiceAsOnce() {
        add(0, 0, 0, 5_000, 5_000, 10_000, 10_000, 20_000, 20_000);

        assertThat(tally.longestGaps()).containsExactly(gap(15_000, 20_000));
    }

    @Test
    void takesFragmentsOutOfOrderForNoGaps() {
        add(2_000, 0, 2_000, 4_000);
        add(2_000, -86_400_000, -86_398_000);
        add(2_000, 6_000, 8_000);

        assertThat(tally.gaps()).isZero();
        assertThat(tally.fromTime()).isEqualTo(START.minusSeconds(86_400));
        assertThat(tally.toTime()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void findsNoGapsInOneFragment() {
        add(1_796, 0);

        assertThat(tally.gaps()).isZero();
        assertThat(tally.recorded()).isEqualTo(Duration.ofMillis(1_796));
        assertThat(tally.isEmpty()).isFalse();
    }

    @Test
    void findsNoGapBetweenTwoFragments() {
        add(1_796, 0, 3_600_000);

        assertThat(tally.gaps()).isZero();
    }

    @Test
    void findsNoGapsWithoutFragments() {
        assertThat(tally.isEmpty()).isTrue();
        assertThat(tally.gaps()).isZero();
        assertThat(tally.gapTime()).isZero();
        assertThat(tally.longestGaps()).isEmpty();
        assertThat(tally.recorded()).isZero();
    }

    @Test
    void findsAGapOfACentury() {
        long century = Duration.ofDays(36_525).toMillis();
        add(2_000, 0, 2_000, 4_000, 4_000 + century);

        assertThat(tally.longestGaps()).containsExactly(gap(6_000, 4_000 + century));
    }

    @Test
    void countsAllAndSamplesByNumber() {
        for (int place = 0; place < 10; place++) {
            tally.add(fragment(2_000, place * 2_000L), new Sampling(4, Duration.ZERO), START);
        }

        assertThat(tally.listed).isEqualTo(10);
        assertThat(tally.fragments).isEqualTo(3);
        assertThat(tally.bytes).isEqualTo(300);
    }

    @Test
    void samplesByTimeFromTheEpoch() {
        Sampling sampling = new Sampling(1, Duration.ofSeconds(10));
        for (long start : new long[] {9_000, 11_000, 19_999, 20_000, 45_000}) {
            ArchivedFragment fragment = fragment(1_000, start);
            tally.add(fragment, sampling, fragment.producerTimestamp());
        }

        assertThat(tally.listed).isEqualTo(5);
        assertThat(tally.fragments).isEqualTo(4);
    }

    @Test
    void isKeptAsAPojo() {
        assertThat(TypeInformation.of(StreamTally.class)).isInstanceOf(PojoTypeInfo.class);
        assertThat(TypeInformation.of(PauseHistogram.class)).isInstanceOf(PojoTypeInfo.class);
        assertThat(TypeInformation.of(LongestPauses.class)).isInstanceOf(PojoTypeInfo.class);
    }

    private void add(long length, long... starts) {
        for (long start : starts) {
            tally.add(fragment(length, start), Sampling.ALL, START);
        }
    }

    private static ArchivedFragment fragment(long length, long start) {
        Instant time = START.plusMillis(start);
        return new ArchivedFragment(
                "gate", Long.toString(start), time, time, 100, Duration.ofMillis(length));
    }

    private static Gap gap(long from, long to) {
        return new Gap(START.plusMillis(from), START.plusMillis(to));
    }
}
