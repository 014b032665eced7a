/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.FakeArchiveService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What batch jobs ask of an enumerator beside. */
class BatchTest {

    /** See {@link org.apache.flink.api.connector.source.SupportsBatchSnapshot}. */
    private static final long BATCH_SNAPSHOT = -1;

    private final FakeArchiveService service =
            new FakeArchiveService().withFragments("a", eachSecond(1, 12));

    /**
     * The JobManager fails while reader 0 is done with its two splits for good, and reader 1 holds
     * two. Reader 0 does not register again, and Flink gives back what reader 1 held.
     */
    @Test
    void goesOnAfterAFailureOfTheJobManager() throws Exception {
        EnumeratorHarness first = started(service, SETTINGS, "a");
        first.startReader(0);
        first.settle();
        List<String> read = new ArrayList<>(first.fragmentsAssigned());
        first.splitsOf(0).forEach(split -> first.finish(0, split.splitId()));
        first.startReader(1);
        first.settle();
        List<KvsArchiveSplit> held = first.splitsOf(1);
        assertThat(held).hasSize(2);

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(BATCH_SNAPSHOT), "a");
        second.enumerator.addSplitsBack(held, 1);
        second.startReader(1);
        second.readToTheEnd(1);

        read.addAll(second.fragmentsAssigned());
        assertThat(read).containsExactlyInAnyOrderElementsOf(numbers(1, 12));
        assertThat(second.toldNoMoreSplits()).containsExactly(1);
    }

    @Test
    void waitsForNoReaderThatIsDoneWhereOrderCounts() throws Exception {
        EnumeratorSettings ordered = new TestSettings(20, size(2), 2).ordered().build();
        EnumeratorHarness first = started(service, ordered, "a");
        first.register(0);
        first.restore(0, List.of());
        first.settle();
        first.enumerator.handleSplitRequest(0, "host");
        first.finish(0, first.splitsOf(0).get(0).splitId());

        EnumeratorHarness second =
                restored(service, ordered, first.enumerator.snapshotState(BATCH_SNAPSHOT), "a");
        second.startReader(1);
        second.finishAll(1);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(3, 12));
    }

    /** The slower attempt still holds a split when the faster one is done with it. */
    @Test
    void usesNoSplitIdAgainWhereAttemptsRunSideBySide() {
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.register(0);
        for (int attempt = 0; attempt < 2; attempt++) {
            harness.enumerator.handleSourceEvent(0, attempt, new RestoredSplitsEvent(List.of()));
        }
        harness.settle();
        for (int i = 0; i < 6; i++) {
            harness.enumerator.handleSplitRequest(0, "host");
            KvsArchiveSplit latest = harness.splitsOf(0).get(i);
            harness.enumerator.handleSourceEvent(
                    0, 1, new FinishedSplitsEvent(List.of(latest.splitId()), List.of()));
        }

        assertThat(harness.splitsOf(0))
                .extracting(KvsArchiveSplit::splitId)
                .doesNotHaveDuplicates();
        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 12));
    }
}
