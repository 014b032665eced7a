/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.enumerator.TestSettings;
import io.kvsarchive.flink.source.quota.StreamQuota;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is handed out of a stream whose fragments were asked for by their numbers. */
class NumberedBacklogTest {

    private static final StreamReference STREAM = new StreamReference("camera");
    private static final EnumeratorSettings SETTINGS =
            new TestSettings(100, new SplitSize(3, Long.MAX_VALUE, Duration.ofDays(1)), 5).build();

    @ParameterizedTest
    @CsvSource({"100, 30, 1, 30", "100, 30, 2, 25", "100, 20, 2, 20", "10, 30, 1, 10"})
    void boundsSplitsByTheirNumberOfFragmentsAlone(
            int fragments, int maxFragments, int lanes, int expected) {
        SplitSize size = new SplitSize(maxFragments, 1, Duration.ofMillis(1));

        assertThat(backlog(fragments).nextSplitFragments(0, size, lanes)).isEqualTo(expected);
    }

    private static StreamBacklog backlog(int fragments) {
        FragmentSelection numbered =
                new FragmentSelection.Numbered(
                        IntStream.range(0, fragments).mapToObj(Integer::toString).toList());
        return new StreamBacklog(
                StreamProgress.fresh(STREAM, Optional.empty(), numbered, Instant.EPOCH),
                new StreamIdentity(
                        STREAM, Optional.empty(), Optional.empty(), LostFragmentPolicy.FAIL, false),
                SETTINGS,
                new StreamQuota(SETTINGS.quota(), () -> 0),
                new FragmentsAhead(100, 100),
                backlog -> {});
    }
}
