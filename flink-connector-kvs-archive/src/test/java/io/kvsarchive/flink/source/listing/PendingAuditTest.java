/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static io.kvsarchive.flink.source.listing.TestWindows.STREAM;
import static io.kvsarchive.flink.source.listing.TestWindows.fragments;
import static io.kvsarchive.flink.source.listing.TestWindows.position;
import static io.kvsarchive.flink.source.listing.TestWindows.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.ListedFragment;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAuditTest {

    /** The fragments of the seconds 10 to 19 had been listed and not been handed out. */
    private final PendingAudit audit =
            PendingAudit.of(STREAM, TestWindows.resumed(position(10, 100), 19, 10)).orElseThrow();

    @Test
    void hasNothingToLookForWhereNothingWasPending() {
        assertThat(PendingAudit.of(STREAM, position(10, 100))).isEmpty();
    }

    @Test
    void passesIfAllIsThere() {
        assertThatCode(() -> check(range(10, 19), fragments(10, 20))).doesNotThrowAnyException();
    }

    @Test
    void missesWhatIsGone() {
        assertThatThrownBy(() -> check(range(10, 19), fragments(13, 20)))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessageStartingWith(
                        "Stream 'camera' keeps 3 of 10 fragments no more that began from"
                                + " 2026-01-01T00:00:10Z to 2026-01-01T00:00:19Z and that the job"
                                + " was to read when its last checkpoint was made. ");
    }

    @Test
    void takesNoLaterFragmentForOneThatIsGone() {
        assertThatThrownBy(() -> check(range(10, 50), fragments(13, 50)))
                .hasMessageContaining("keeps 3 of 10 fragments no more");
    }

    @Test
    void tellsNothingByAWindowThatWasCut() {
        assertThatCode(() -> check(range(10, 18), fragments(13, 19))).doesNotThrowAnyException();
    }

    private void check(FragmentSelector window, List<ListedFragment> found)
            throws UnavailableDataException {
        audit.check(window, found, new LostData(LostFragmentPolicy.FAIL));
    }
}
