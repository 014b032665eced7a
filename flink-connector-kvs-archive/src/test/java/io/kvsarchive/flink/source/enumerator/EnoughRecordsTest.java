/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.settings;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FakeArchiveService;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job that wants no more than so many records. */
class EnoughRecordsTest {

    private final FakeArchiveService service =
            new FakeArchiveService().withFragments("a", eachSecond(1, 30));
    private final EnumeratorHarness harness = started(service, settings(30, size(1), 2), "a");

    @Test
    void handsNothingOutOnceAReaderHasEnough() {
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        assertThat(harness.assigned()).hasSize(4);
        harness.receiveAll(0);
        harness.receiveAll(1);

        harness.enumerator.handleSourceEvent(0, new EnoughRecordsEvent());

        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
        harness.request(1);
        assertThat(harness.assigned()).hasSize(4);
        assertThat(harness.toldNoMoreSplits()).containsExactly(0, 1);
    }

    /** What it had emitted since the last checkpoint counts no more. */
    @Test
    void goesOnWhenAReaderStartsAnew() {
        harness.startReader(0);
        harness.settle();
        List<KvsArchiveSplit> returned = harness.splitsOf(0);
        harness.receiveAll(0);
        harness.enumerator.handleSourceEvent(0, new EnoughRecordsEvent());
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);

        harness.failReader(0);
        harness.enumerator.addSplitsBack(returned, 0);
        harness.startReader(0);
        harness.settle();
        harness.finishAll(0);

        assertThat(harness.fragmentsAssigned()).containsAll(numbers(1, 30));
    }

    @Test
    void isNotUndoneByAReaderThatStartsLate() {
        harness.startReader(0);
        harness.settle();
        harness.receiveAll(0);
        harness.enumerator.handleSourceEvent(0, new EnoughRecordsEvent());

        harness.startReader(1);
        harness.settle();

        assertThat(harness.splitsOf(1)).isEmpty();
        assertThat(harness.toldNoMoreSplits()).containsExactly(0, 1);
    }
}
