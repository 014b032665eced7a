/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.FakeArchiveService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A split that a checkpoint finds on its way to a reader is read once. */
@Timeout(30)
class UnconfirmedSplitsTest {

    private static final String STREAM = "b";
    private static final int FRAGMENTS = 8;

    private final FakeArchiveService service =
            new FakeArchiveService().withFragments(STREAM, eachSecond(1, FRAGMENTS));

    /** Reader 0 has been sent two splits of two fragments each, and says of none that it came. */
    private final EnumeratorHarness first = started(service, SETTINGS, STREAM);

    private List<KvsArchiveSplit> sent;
    private KvsArchiveEnumeratorState checkpoint;

    private void checkpointWhileTwoSplitsAreOnTheirWay() {
        first.startReader(0);
        first.settle();
        sent = first.splitsOf(0);
        assertThat(first.fragmentsAssigned()).isEqualTo(numbers(1, 4));
        checkpoint = first.enumerator.snapshotState(1);
    }

    @Test
    void handsOutAgainWhatNoReaderHasRestored() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();

        EnumeratorHarness second = restoredWith(List.of());

        assertThat(second.fragmentsAssigned())
                .containsExactlyInAnyOrderElementsOf(numbers(1, FRAGMENTS));
    }

    @Test
    void handsOutAgainOnlyWhatCameAfterTheLatestThatAReaderHasRestored() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();

        EnumeratorHarness second = restoredWith(List.of(sent.get(0)));

        assertThat(second.fragmentsAssigned())
                .containsExactlyInAnyOrderElementsOf(numbers(3, FRAGMENTS));
    }

    /** The reader keeps the latest split, emptied, and has forgotten the one before. */
    @Test
    void doesNotHandOutAgainWhatAReaderHadFinished() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();

        EnumeratorHarness second = restoredWith(List.of(sent.get(1).finished()));

        assertThat(second.fragmentsAssigned())
                .containsExactlyInAnyOrderElementsOf(numbers(5, FRAGMENTS));
    }

    @Test
    void waitsUntilAllReadersHaveSaidWhatTheyRestored() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();
        EnumeratorHarness second = restored(service, SETTINGS, checkpoint, STREAM);
        second.startReader(1);
        second.settle();
        second.request(1);
        second.request(1);
        second.settle();
        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(5, FRAGMENTS));
        assertThat(second.toldNoMoreSplits()).isEmpty();

        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            if (reader != 1) {
                second.restore(reader, List.of());
            }
        }
        second.readToTheEnd(1);

        assertThat(second.fragmentsAssigned())
                .containsExactlyInAnyOrderElementsOf(numbers(1, FRAGMENTS));
        assertThat(second.toldNoMoreSplits()).containsExactly(1);
    }

    /** Under HybridSource, it reads another source; that one's splits have the same ids. */
    @Test
    void doesNotListenToAReaderOfAnotherSource() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();
        EnumeratorHarness second = restored(service, SETTINGS, checkpoint, STREAM);
        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            second.restore(reader, List.of());
            if (reader == 0) {
                second.failReader(reader);
                second.enumerator.handleSourceEvent(
                        reader, RestoredSplitsEvent.of(first.splitsOf(0)));
            }
        }
        second.readToTheEnd(1);

        assertThat(second.fragmentsAssigned())
                .containsExactlyInAnyOrderElementsOf(numbers(1, FRAGMENTS));
    }

    @Test
    void keepsWhatIsNotSettledYetInTheNextCheckpoint() throws Exception {
        checkpointWhileTwoSplitsAreOnTheirWay();
        EnumeratorHarness second = restored(service, SETTINGS, checkpoint, STREAM);

        assertThat(second.enumerator.snapshotState(2).unconfirmed())
                .extracting(UnconfirmedSplits.UnconfirmedSplit::split)
                .isEqualTo(sent);
    }

    @Test
    void forgetsWhatHasArrived() {
        checkpointWhileTwoSplitsAreOnTheirWay();

        first.receiveAll(0);

        assertThat(first.enumerator.snapshotState(2).unconfirmed()).isEmpty();
    }

    /**
     * The enumerator itself goes on, and Flink gives back only what the checkpoint doesn't know.
     */
    @Test
    void handsOutAgainWhatAReaderThatFailedHadNotReceived() {
        checkpointWhileTwoSplitsAreOnTheirWay();
        first.enumerator.notifyCheckpointComplete(1);
        first.receiveAll(0);

        first.failReader(0);
        first.enumerator.addSplitsBack(List.of(), 0);
        first.register(0);
        first.restore(0, List.of(sent.get(0)));
        first.readToTheEnd(0);

        assertThat(first.fragmentsAssigned().subList(4, first.fragmentsAssigned().size()))
                .containsExactlyInAnyOrderElementsOf(numbers(3, FRAGMENTS));
    }

    /** Flink knows of what was handed out again, and gives it back at the second failure. */
    @Test
    void handsOutOnceWhatWasSettledBeforeTheReaderFailsAgain() {
        checkpointWhileTwoSplitsAreOnTheirWay();
        first.enumerator.notifyCheckpointComplete(1);
        first.receiveAll(0);
        first.failReader(0);
        first.enumerator.addSplitsBack(List.of(), 0);
        first.register(0);
        first.restore(0, List.of());
        first.request(0);
        first.request(0);
        first.settle();
        List<KvsArchiveSplit> handedOutAgain =
                first.splitsOf(0).subList(sent.size(), first.splitsOf(0).size());
        assertThat(handedOutAgain).isNotEmpty();
        int assignedBefore = first.fragmentsAssigned().size();

        first.failReader(0);
        first.enumerator.addSplitsBack(handedOutAgain, 0);
        first.register(0);
        first.restore(0, List.of());
        first.readToTheEnd(0);

        assertThat(
                        first.fragmentsAssigned()
                                .subList(assignedBefore, first.fragmentsAssigned().size()))
                .containsExactlyInAnyOrderElementsOf(numbers(1, FRAGMENTS));
    }

    @Test
    void doesNotHandOutAgainWhatFlinkGivesBack() {
        checkpointWhileTwoSplitsAreOnTheirWay();

        first.failReader(0);
        first.enumerator.addSplitsBack(sent, 0);
        first.startReader(0);
        first.readToTheEnd(0);

        assertThat(first.fragmentsAssigned().subList(4, first.fragmentsAssigned().size()))
                .containsExactlyInAnyOrderElementsOf(numbers(1, FRAGMENTS));
    }

    private EnumeratorHarness restoredWith(List<KvsArchiveSplit> byReader0) throws Exception {
        EnumeratorHarness second = restored(service, SETTINGS, checkpoint, STREAM);
        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            second.register(reader);
            second.restore(reader, reader == 0 ? byReader0 : List.of());
        }
        second.readToTheEnd(0);
        return second;
    }
}
