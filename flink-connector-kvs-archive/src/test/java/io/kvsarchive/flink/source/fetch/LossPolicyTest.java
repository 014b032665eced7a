/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossPolicyTest {

    private static final Instant START = Instant.parse("2025-03-14T09:26:53.589Z");
    private static final FragmentToRead LISTED =
            new FragmentToRead.Listed("1", START.toEpochMilli(), 5, 4711, 1796);
    private static final FragmentToRead NUMBERED = FragmentToRead.numbered("2");
    private static final KvsArchiveSplit SPLIT =
            new KvsArchiveSplit(
                    "s",
                    1,
                    new StreamReference("camera"),
                    Optional.empty(),
                    Optional.of(FakeArchiveService.MEDIA_ENDPOINT),
                    List.of(LISTED, NUMBERED),
                    Optional.of(new FragmentProgress("1", 7)));
    private static final FragmentFailure FAILURE =
            new FragmentFailure(LostFragment.Cause.UNREADABLE, "broken at byte 5", true);

    @Test
    void tellsASkippedFragmentAsLostWithAllThatIsKnownOfIt() throws Exception {
        LossPolicy policy =
                new LossPolicy(SPLIT, TestMedia.settings(QUICK_RETRIES, LostFragmentPolicy.SKIP));

        assertThat(policy.ofFragment(LISTED, 2, FAILURE))
                .isEqualTo(
                        new SplitResult.Lost(
                                new LostFragment(
                                        "camera",
                                        "1",
                                        Optional.of(START),
                                        4711,
                                        7,
                                        LostFragment.Cause.UNREADABLE,
                                        "not read in 2 attempts, the last one: broken at byte 5")));
    }

    @Test
    void failsForGoodOverAFragmentAndSaysWhatHelps() {
        LossPolicy policy =
                new LossPolicy(SPLIT, TestMedia.settings(QUICK_RETRIES, LostFragmentPolicy.FAIL));

        assertThatThrownBy(() -> policy.ofFragment(LISTED, 2, FAILURE))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage(
                        "Stream 'camera': fragment 1 is lost (UNREADABLE): not read in 2 attempts,"
                                + " the last one: broken at byte 5. To go on without such"
                                + " fragments, set the option 'on-lost-fragment' to 'skip'; to try"
                                + " for longer, raise 'retry-strategy.attempts.max'.");
    }

    @Test
    void tellsAllThatIsLeftOfASkippedStreamAsRefused() throws Exception {
        LossPolicy policy = new LossPolicy(SPLIT, TestMedia.skippingBrokenStreams(QUICK_RETRIES));

        assertThat(policy.ofBrokenStream(List.of(LISTED, NUMBERED), refusal("never")))
                .containsExactly(
                        new SplitResult.Lost(
                                new LostFragment(
                                        "camera",
                                        "1",
                                        Optional.of(START),
                                        4711,
                                        7,
                                        LostFragment.Cause.REFUSED,
                                        "never")),
                        new SplitResult.Lost(
                                new LostFragment(
                                        "camera",
                                        "2",
                                        Optional.empty(),
                                        0,
                                        0,
                                        LostFragment.Cause.REFUSED,
                                        "never")));
    }

    @Test
    void failsWithTheRefusalOfABrokenStream() {
        ArchiveServiceException refusal = refusal("never");
        LossPolicy policy = new LossPolicy(SPLIT, TestMedia.settings(QUICK_RETRIES));

        assertThatThrownBy(() -> policy.ofBrokenStream(List.of(LISTED), refusal)).isSameAs(refusal);
    }

    @Test
    void failsForGoodWhereThereIsNoStream() {
        ArchiveServiceException refusal =
                FakeArchiveService.error(ServiceErrorKind.NOT_FOUND, "no 'camera'");
        LossPolicy policy = new LossPolicy(SPLIT, TestMedia.settings(QUICK_RETRIES));

        assertThatThrownBy(() -> policy.ofBrokenStream(List.of(LISTED), refusal))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage("no 'camera'")
                .hasCause(refusal);
    }

    private static ArchiveServiceException refusal(String message) {
        return FakeArchiveService.error(ServiceErrorKind.DENIED, message);
    }
}
