/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.settings;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.StreamReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an enumerator does at checkpoints, restores and the failures of readers. */
class EnumeratorFailoverTest {

    private final FakeArchiveService service =
            new FakeArchiveService()
                    .withFragments("a", eachSecond(1, 30))
                    .withFragments("b", eachSecond(101, 110));

    @Test
    void tellsEachReaderOnceThatNoMoreSplitsComeWhenAllIsHandedOut() {
        service.withFragments("b", eachSecond(101, 105));
        EnumeratorHarness harness = started(service, settings(20, size(1), 2), "b");
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        assertThat(harness.assigned()).hasSize(4);
        assertThat(harness.toldNoMoreSplits()).isEmpty();

        harness.request(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(101, 105));
        assertThat(harness.toldNoMoreSplits()).isEmpty();

        harness.request(1);
        assertThat(harness.toldNoMoreSplits()).containsExactly(1);
        harness.request(0);
        assertThat(harness.toldNoMoreSplits()).containsExactly(1, 0);
    }

    @Test
    void tellsReadersThatWaitForAListingThatItHeldNothing() {
        service.withFragments("b", List.of());
        EnumeratorHarness harness = started(service, SETTINGS, "b");
        harness.startReader(0);
        harness.startReader(1);
        assertThat(harness.toldNoMoreSplits()).isEmpty();

        harness.settle();

        assertThat(harness.toldNoMoreSplits()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void tellsReadersAgainAfterARestoreThatNoMoreSplitsCome() throws Exception {
        EnumeratorHarness first = started(service, SETTINGS, "b");
        first.register(0);
        first.readToTheEnd(0);

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), "b");
        second.startReader(0);
        second.settle();

        assertThat(second.assigned()).isEmpty();
        assertThat(second.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void handsOutAgainWhatAReaderThatFailsReturnsAndKeepsItsProgress() {
        EnumeratorHarness harness = started(service, SETTINGS, "b");
        harness.startReader(0);
        harness.settle();
        List<KvsArchiveSplit> returned = harness.splitsOf(0);
        KvsArchiveSplit inProgress =
                new KvsArchiveSplit(
                        "0-4-0",
                        1,
                        returned.get(0).stream(),
                        Optional.empty(),
                        returned.get(0).mediaEndpoint(),
                        returned.get(0).fragments(),
                        Optional.of(new FragmentProgress("101", 7)));
        harness.startReader(1);
        harness.request(1);

        harness.failReader(0);
        harness.enumerator.addSplitsBack(List.of(inProgress, returned.get(1)), 0);

        harness.request(1);
        harness.request(1);
        assertThat(harness.toldNoMoreSplits()).isEmpty();
        List<KvsArchiveSplit> ofReader1 = harness.splitsOf(1);
        assertThat(ofReader1.subList(ofReader1.size() - 2, ofReader1.size()))
                .extracting(KvsArchiveSplit::fragments, KvsArchiveSplit::progress)
                .containsExactly(
                        tuple(inProgress.fragments(), inProgress.progress()),
                        tuple(returned.get(1).fragments(), Optional.empty()));
        assertThat(ofReader1).extracting(KvsArchiveSplit::splitId).allMatch(this::isOfReader1);
    }

    private boolean isOfReader1(String splitId) {
        return splitId.startsWith("1-1-");
    }

    @Test
    void tellsAReaderAgainThatNoMoreSplitsComeOnceWhatCameBackIsHandedOut() {
        EnumeratorHarness harness = started(service, SETTINGS, "b");
        harness.register(0);
        harness.readToTheEnd(0);
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);

        harness.enumerator.addSplitsBack(List.of(harness.splitsOf(0).get(0)), 0);
        harness.restartReader(0);
        harness.request(0);
        assertThat(harness.assigned().get(5).fragments()).containsExactly("101", "102");
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
        harness.request(0);

        assertThat(harness.toldNoMoreSplits()).containsExactly(0, 0);
    }

    @Test
    void givesTheLaneOfAReaderThatFailsToAnother() {
        EnumeratorHarness harness = started(service, settings(20, size(2), 1), "b");
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        assertThat(harness.assignedTo(1)).isEmpty();

        harness.failReader(0);
        harness.enumerator.addSplitsBack(harness.splitsOf(0), 0);

        assertThat(harness.assignedTo(1))
                .extracting(Assigned::fragments)
                .containsExactly(List.of("101", "102"), List.of("103", "104"));
    }

    /** Flink passes on no requests of a reader that was told so. */
    @Test
    void doesNotWaitForTheLanesOfReadersThatWereToldThatNoMoreSplitsCome() {
        EnumeratorHarness harness = started(service, settings(20, size(2), 1), "a", "b");
        harness.register(0);
        harness.register(1);
        harness.readToTheEnd(0);
        harness.request(1);
        assertThat(harness.toldNoMoreSplits()).containsExactly(0, 1);

        harness.enumerator.addSplitsBack(List.of(splitOf("b", "0-1-0")), 1);
        harness.restartReader(1);
        harness.request(1);

        assertThat(harness.assignedTo(1))
                .containsExactly(new Assigned(1, "1-1-0", List.of("4711")));
    }

    @Test
    void assignsNothingToAReaderThatHasFailed() {
        EnumeratorHarness harness = started(service, SETTINGS, "b");
        harness.startReader(0);
        harness.failReader(0);

        harness.settle();

        assertThat(harness.assigned()).isEmpty();
        assertThat(harness.toldNoMoreSplits()).isEmpty();
    }

    @Test
    void givesAReaderOfAnEarlierSourceNothingAndTellsItSo() {
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.returnToEarlierSource(0);
        harness.settle();

        harness.enumerator.handleSourceEvent(0, new FinishedSplitsEvent(List.of("x"), List.of()));
        harness.enumerator.handleSplitRequest(0, "host");
        harness.settle();

        assertThat(harness.assigned()).isEmpty();
        assertThat(harness.sentTo(0)).containsExactly("NothingLeftEvent");

        harness.enumerator.addReader(0);
        harness.enumerator.handleSplitRequest(0, "host");
        assertThat(harness.assigned()).extracting(Assigned::reader).containsExactly(0);
    }

    @Test
    void givesNoSplitTheIdOfOneThatAReaderTookOver() {
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        List<KvsArchiveSplit> atCheckpoint = harness.splitsOf(0);
        harness.request(0);
        KvsArchiveSplit sinceCheckpoint = harness.splitsOf(0).get(2);

        harness.enumerator.addSplitsBack(List.of(sinceCheckpoint), 0);
        harness.restartReader(0);
        harness.restore(0, atCheckpoint);
        harness.request(0);
        harness.request(1);

        KvsArchiveSplit next = harness.splitsOf(0).get(3);
        assertThat(next.fragments()).isEqualTo(sinceCheckpoint.fragments());
        assertThat(atCheckpoint.subList(1, 2))
                .extracting(KvsArchiveSplit::splitId)
                .doesNotContain(next.splitId());
        assertThat(harness.splitsOf(1))
                .extracting(KvsArchiveSplit::splitId)
                .doesNotContain(next.splitId())
                .doesNotContainAnyElementsOf(
                        atCheckpoint.stream().map(KvsArchiveSplit::splitId).toList());
    }

    @Test
    void countsLanesOfSplitsThatReadersTookOver() {
        EnumeratorHarness harness = started(service, settings(20, size(2), 1), "a", "b");
        harness.register(0);
        harness.restore(0, List.of(splitOf("a", "0-0-0"), splitOf("a", "0-5-1")));
        harness.startReader(1);

        harness.settle();
        assertThat(harness.assignedTo(1))
                .flatExtracting(Assigned::fragments)
                .isEqualTo(numbers(101, 104));

        harness.request(0);
        assertThat(harness.assignedTo(0))
                .flatExtracting(Assigned::fragments)
                .isEqualTo(numbers(1, 2));
    }

    @Test
    void neverUsesAnIdOfTheTimeBeforeARestore() throws Exception {
        EnumeratorHarness first = started(service, SETTINGS, "a");
        first.startReader(0);
        first.settle();

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), "a");
        second.startReader(0);
        second.settle();

        assertThat(second.assigned())
                .extracting(Assigned::splitId)
                .hasSize(2)
                .doesNotContainAnyElementsOf(
                        first.assigned().stream().map(Assigned::splitId).toList());
    }

    /** Takes the snapshot after so many steps, with a listing under way or just come. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 20})
    void losesAndRepeatsNothingOverASnapshot(int steps) throws Exception {
        EnumeratorSettings settings = settings(4, size(1), 2);
        EnumeratorHarness first = started(service, settings, "a", "b");
        first.startReader(0);
        for (int i = 0; i < steps; i++) {
            first.listOnly();
            if (i % 3 != 2) {
                first.coordinate();
                first.request(0);
            }
        }
        first.listOnly();
        KvsArchiveEnumeratorState snapshot = first.enumerator.snapshotState(1);
        List<String> assigned = new ArrayList<>(first.fragmentsAssigned());

        EnumeratorHarness second = restored(service, settings, snapshot, "a", "b");
        second.register(0);
        second.register(1);
        second.readToTheEnd(0, 1);
        assigned.addAll(second.fragmentsAssigned());

        List<String> all = new ArrayList<>(numbers(1, 30));
        all.addAll(numbers(101, 110));
        assertThat(assigned).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void keepsSplitsThatCameBackInTheSnapshot() throws Exception {
        EnumeratorHarness first = started(service, SETTINGS, "b");
        first.startReader(0);
        first.settle();
        first.failReader(0);
        first.enumerator.addSplitsBack(first.splitsOf(0), 0);

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), "b");
        second.register(4);
        second.readToTheEnd(4);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(101, 110));
    }

    @Test
    void readsStreamsThatAreNewFromTheirStartAndDropsThoseThatAreGone() throws Exception {
        EnumeratorHarness first = started(service, SETTINGS, "a");
        first.startReader(0);
        first.settle();

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), "b");
        second.register(0);
        second.readToTheEnd(0);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(101, 110));
    }

    @Test
    void handsOutASplitOfADroppedStreamThatAReaderTookOverAndReturned() throws Exception {
        EnumeratorHarness harness = started(service, SETTINGS, "b");
        harness.register(1);

        harness.enumerator.addSplitsBack(List.of(splitOf("a", "0-0-0")), 0);
        harness.request(1);

        assertThat(harness.assigned()).containsExactly(new Assigned(1, "1-1-0", List.of("4711")));
    }

    @Test
    void givesWhatCameBackToTheReaderThatHoldsTheFewest() {
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.enumerator.addSplitsBack(List.of(splitOf("b", "0-5-0")), 5);
        harness.startReader(1);

        harness.enumerator.addSplitsBack(List.of(splitOf("b", "0-5-1")), 5);

        assertThat(harness.assigned()).extracting(Assigned::reader).containsExactly(0, 1);
    }

    private static KvsArchiveSplit splitOf(String stream, String id) {
        return new KvsArchiveSplit(
                id,
                1,
                new StreamReference(stream),
                Optional.empty(),
                Optional.of(FakeArchiveService.MEDIA_ENDPOINT),
                List.of(FragmentToRead.numbered("4711")),
                Optional.empty());
    }
}
