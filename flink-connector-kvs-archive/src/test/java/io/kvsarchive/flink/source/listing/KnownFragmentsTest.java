/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.fragment;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.service.FragmentSelectorType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownFragmentsTest {

    private final KnownFragments known =
            new KnownFragments(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    Map.of("3", millis(3), "4", millis(4)));

    @Test
    void leavesOutWhatIsKnown() {
        assertThat(known.unknownOf(fragments(2, 6))).containsExactly(fragment(2), fragment(5));
    }

    @Test
    void keepsWhatTheNextWindowMayHoldAgain() {
        known.listed(fragments(0, 7), second(4));

        assertThat(known.startMillis())
                .isEqualTo(Map.of("4", millis(4), "5", millis(5), "6", millis(6)));
        assertThat(known.size()).isEqualTo(3);
    }

    @Test
    void keepsWhatAnOpenWindowBroughtBefore() {
        known.listed(fragments(5, 6), second(3));

        assertThat(known.startMillis())
                .isEqualTo(Map.of("3", millis(3), "4", millis(4), "5", millis(5)));
    }

    @Test
    void goesByTheClockOfTheListing() {
        KnownFragments received =
                new KnownFragments(FragmentSelectorType.SERVER_TIMESTAMP, Map.of());

        received.listed(fragments(3, 6), second(5));

        assertThat(received.startMillis()).isEqualTo(Map.of("4", millis(5), "5", millis(6)));
    }

    private static long millis(int second) {
        return second(second).toEpochMilli();
    }
}
