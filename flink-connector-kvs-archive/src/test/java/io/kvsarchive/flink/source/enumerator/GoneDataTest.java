/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.START;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.skippingLosses;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.service.FakeArchiveService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the enumerator does about data that are gone before they were listed. */
@Timeout(30)
class GoneDataTest {

    private static final String NAME = "camera";
    private static final String ARN_1 = "arn:aws:kinesisvideo:eu-west-1:1:stream/camera/1";
    private static final String ARN_2 = "arn:aws:kinesisvideo:eu-west-1:1:stream/camera/2";

    private final FakeArchiveService service = new FakeArchiveService();

    @Test
    void failsForGoodWhereThereIsNoStream() {
        EnumeratorHarness harness = started(service, SETTINGS, "nowhere");
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .hasMessage("no stream 'nowhere'")
                .hasCauseInstanceOf(UnavailableDataException.class);
    }

    @Test
    void failsForGoodWhereAWindowIsBeforeTheRetentionEdge() {
        service.withFragments(NAME, List.of()).withRetentionEdge(START.plus(Duration.ofDays(2)));
        EnumeratorHarness harness = started(service, SETTINGS, NAME);
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .hasMessage(
                        "Stream 'camera' keeps nothing any more of the time from"
                                + " 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z, which the job was"
                                + " to read. Begin at a later time, or set the option"
                                + " 'on-lost-fragment' to 'skip' to read what is left. the edge is"
                                + " 2026-01-03T00:00:00Z")
                .hasCauseInstanceOf(UnavailableDataException.class);
    }

    @Test
    void readsNothingOfARangeBeforeTheRetentionEdgeWhereLossesAreSkipped() {
        service.withFragments(NAME, eachSecond(1, 10))
                .withRetentionEdge(START.plus(Duration.ofDays(2)));
        EnumeratorHarness harness = started(service, skippingLosses(SETTINGS), NAME);
        harness.startReader(0);

        harness.settle();

        assertThat(harness.assigned()).isEmpty();
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    /** The windows of a dense stream are short, and a checkpoint may be old. */
    @Test
    void readsFromTheRetentionEdgeOnWhereLossesAreSkipped() throws Exception {
        service.withFragments(NAME, eachSecond(1, 1000));
        EnumeratorHarness first = started(service, SETTINGS, NAME);
        first.settle();
        KvsArchiveEnumeratorState checkpoint = first.enumerator.snapshotState(1);
        int listed = checkpoint.streams().get(0).fragments().size();
        FakeArchiveService later =
                new FakeArchiveService()
                        .withFragments(NAME, eachSecond(700, 1000))
                        .withRetentionEdge(START.plusSeconds(700));

        EnumeratorHarness second = restored(later, skippingLosses(SETTINGS), checkpoint, NAME);
        second.register(0);
        second.readToTheEnd(0);

        List<String> handedOut = second.fragmentsAssigned();
        assertThat(handedOut.subList(0, listed)).isEqualTo(numbers(1, listed));
        assertThat(handedOut.subList(listed, handedOut.size())).isEqualTo(numbers(700, 1000));
    }

    @Test
    void asksOnceWhichStreamANameStandsFor() {
        service.withFragments(NAME, eachSecond(1, 300)).withArn(NAME, ARN_1);
        EnumeratorHarness harness = started(service, SETTINGS, NAME);
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 300));
        assertThat(service.arnRequests()).isEqualTo(1);
        assertThat(harness.enumerator.snapshotState(1).streams())
                .extracting(StreamProgress::arn)
                .containsExactly(Optional.of(ARN_1));
    }

    @Test
    void failsForGoodWhereTheStreamHasBeenCreatedAgain() throws Exception {
        EnumeratorHarness second = restoredAfterARecreation(SETTINGS);
        second.listOnly();

        assertThatThrownBy(second::coordinate)
                .hasMessage(
                        "Stream 'camera' was deleted and created again since the job began to read"
                                + " it: it was "
                                + ARN_1
                                + " and is "
                                + ARN_2
                                + ". What the job had not read of the former is gone. Start the"
                                + " job without its state, or set the option 'on-lost-fragment' to"
                                + " 'skip' to go on with the new stream.")
                .hasCauseInstanceOf(UnavailableDataException.class);
    }

    @Test
    void goesOnWithTheNewStreamWhereLossesAreSkipped() throws Exception {
        EnumeratorHarness second = restoredAfterARecreation(skippingLosses(SETTINGS));
        second.register(0);

        second.readToTheEnd(0);

        assertThat(second.fragmentsAssigned()).contains("1000").doesNotContain("500");
        assertThat(second.enumerator.snapshotState(2).streams())
                .extracting(StreamProgress::arn)
                .containsExactly(Optional.of(ARN_2));
    }

    @Test
    void keepsTheArnThatItMayNotAskForAnyMore() throws Exception {
        service.withFragments(NAME, eachSecond(1, 300)).withArn(NAME, ARN_1);
        EnumeratorHarness first = started(service, SETTINGS, NAME);
        first.settle();
        FakeArchiveService denying =
                new FakeArchiveService().withFragments(NAME, eachSecond(1, 300));
        EnumeratorHarness second =
                restored(denying, SETTINGS, first.enumerator.snapshotState(1), NAME);
        second.register(0);

        second.readToTheEnd(0);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(1, 300));
        assertThat(second.enumerator.snapshotState(2).streams())
                .extracting(StreamProgress::arn)
                .containsExactly(Optional.of(ARN_1));
    }

    @Test
    void goesOnWithAStreamThatIsNamedByItsArnFromNowOn() throws Exception {
        service.withFragments(NAME, eachSecond(1, 300)).withArn(NAME, ARN_1);
        EnumeratorHarness first = started(service, SETTINGS, NAME);
        first.startReader(0);
        first.settle();
        int handedOut = first.fragmentsAssigned().size();

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), ARN_1);
        second.register(0);
        second.readToTheEnd(0);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(handedOut + 1, 300));
    }

    @Test
    void noticesThatANameStandsForAnotherStreamThanTheArnDid() throws Exception {
        service.withFragments(NAME, eachSecond(1, 300)).withArn(NAME, ARN_1);
        EnumeratorHarness first = started(service, SETTINGS, ARN_1);
        first.settle();
        service.withArn(NAME, ARN_2);

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), NAME);
        second.startReader(0);
        second.listOnly();

        assertThatThrownBy(second::coordinate).hasMessageContaining("created again");
    }

    private EnumeratorHarness restoredAfterARecreation(EnumeratorSettings settings)
            throws Exception {
        service.withFragments(NAME, eachSecond(1, 500)).withArn(NAME, ARN_1);
        EnumeratorHarness first = started(service, settings, NAME);
        first.settle();
        FakeArchiveService recreated =
                new FakeArchiveService()
                        .withFragments(NAME, eachSecond(1000, 1100))
                        .withArn(NAME, ARN_2);
        return restored(recreated, settings, first.enumerator.snapshotState(1), NAME);
    }
}
