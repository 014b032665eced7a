/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.START;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.wholeDay;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FakeArchiveService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Splits that readers report from a checkpoint are handed out anew, each once. */
class SplitsTakenOnRestoreTest {

    private static final String STREAM = "a";

    private final FakeArchiveService service =
            new FakeArchiveService().withFragments(STREAM, eachSecond(1, 12));
    private final Map<Integer, List<KvsArchiveSplit>> reported = new HashMap<>();

    private EnumeratorHarness restored(
            KvsArchiveEnumeratorState checkpoint, EnumeratorSettings settings) {
        EnumeratorHarness harness =
                new EnumeratorHarness(
                        service,
                        settings,
                        wholeDay(STREAM),
                        checkpoint.restored(wholeDay(STREAM), START),
                        reader -> reported.getOrDefault(reader.getSubtaskId(), List.of()));
        harness.enumerator.start();
        return harness;
    }

    /** One reader holds two splits of two fragments each. */
    private KvsArchiveEnumeratorState checkpoint() {
        EnumeratorHarness first = started(service, SETTINGS, STREAM);
        first.startReader(0);
        first.settle();
        first.receiveAll(0);
        reported.put(0, first.splitsOf(0));
        return first.enumerator.snapshotState(1);
    }

    @Test
    void spreadsWhatOneReaderHeldOverAll() {
        EnumeratorHarness second = restored(checkpoint(), SETTINGS);
        second.register(1);
        second.register(0);
        second.request(1);
        second.request(0);

        assertThat(second.assignedTo(1)).first().extracting("fragments").isEqualTo(numbers(1, 2));
        assertThat(second.assignedTo(0)).first().extracting("fragments").isEqualTo(numbers(3, 4));
        second.readToTheEnd(0, 1);
        assertThat(second.fragmentsAssigned()).containsExactlyInAnyOrderElementsOf(numbers(1, 12));
    }

    /** Reader 0 goes back to the same checkpoint, and what was its own is with reader 1. */
    @Test
    void handsOutOnceWhatIsReportedAgain() {
        EnumeratorHarness second = restored(checkpoint(), SETTINGS);
        second.register(0);
        second.startReader(1);
        second.settle();
        assertThat(second.assignedTo(1)).hasSize(2);

        second.failReader(0);
        second.enumerator.addSplitsBack(List.of(), 0);
        second.register(0);
        second.readToTheEnd(0, 1);

        assertThat(second.fragmentsAssigned()).containsExactlyInAnyOrderElementsOf(numbers(1, 12));
    }

    @Test
    void dropsWhatWasReadToItsEnd() {
        KvsArchiveEnumeratorState checkpoint = checkpoint();
        reported.compute(0, (reader, splits) -> List.of(splits.get(1).finished()));
        EnumeratorHarness second = restored(checkpoint, SETTINGS);
        second.register(0);

        second.readToTheEnd(0);

        assertThat(second.fragmentsAssigned()).containsExactlyInAnyOrderElementsOf(numbers(5, 12));
    }

    /** It may have come to the reader, or not: what the reader reports tells. */
    @Test
    void comparesWhatWasOnItsWayWithWhatIsReported() {
        EnumeratorHarness first = started(service, SETTINGS, STREAM);
        first.startReader(0);
        first.settle();
        KvsArchiveEnumeratorState checkpoint = first.enumerator.snapshotState(1);
        assertThat(checkpoint.unconfirmed()).hasSize(2);
        reported.put(0, List.of(first.splitsOf(0).get(0)));

        EnumeratorHarness second = restored(checkpoint, SETTINGS);
        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            second.startReader(reader);
        }
        second.readToTheEnd(0, 1);

        assertThat(second.fragmentsAssigned()).containsExactlyInAnyOrderElementsOf(numbers(1, 12));
    }

    @Test
    void tellsNoBoundBeforeAllReadersHaveReported() {
        EnumeratorSettings settings = new TestSettings(20, size(2), 2).sourceWatermarks().build();
        EnumeratorHarness second = restored(checkpoint(), settings);
        second.startReader(1);
        second.settle();
        assertThat(second.sentTo(1)).containsExactly("[5, 6]", "from anywhere", "[7, 8]");

        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            if (reader != 1) {
                second.register(reader);
            }
        }
        second.request(1);
        assertThat(second.sentTo(1)).endsWith("[1, 2]", "from 3");
    }
}
