/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FakeArchiveService;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each stream goes to one reader, split by split in the order of time. */
class OrderedReadingTest {

    private static final EnumeratorSettings ORDERED =
            new TestSettings(20, size(1), 5).ordered().build();
    private static final int[] ALL = IntStream.range(0, EnumeratorHarness.READERS).toArray();

    private final FakeArchiveService service =
            new FakeArchiveService()
                    .withFragments("a", eachSecond(1, 9))
                    .withFragments("b", eachSecond(101, 109))
                    .withFragments("c", eachSecond(201, 209));

    @Test
    void givesAllOfAStreamToOneReaderInOrder() {
        EnumeratorHarness harness = started(service, ORDERED, "a", "b", "c");
        for (int reader : ALL) {
            harness.register(reader);
        }

        harness.finishAll(ALL);

        for (int first : List.of(1, 101, 201)) {
            List<Assigned> splits =
                    harness.assigned().stream().filter(split -> isOfStream(split, first)).toList();
            assertThat(splits)
                    .flatExtracting(Assigned::fragments)
                    .isEqualTo(numbers(first, first + 8));
            assertThat(splits).extracting(Assigned::reader).containsOnly(splits.get(0).reader());
        }
        assertThat(harness.assigned()).extracting(Assigned::reader).contains(0, 1, 2);
    }

    private static boolean isOfStream(Assigned split, int first) {
        int number = Integer.parseInt(split.fragments().get(0));
        return number >= first && number < first + 9;
    }

    @Test
    void takesAnotherStreamOnceItHasReadOneToItsEnd() {
        EnumeratorHarness harness = started(service, ORDERED, "a", "b", "c");
        harness.register(0);

        harness.finishAll(0);

        assertThat(harness.fragmentsAssigned())
                .containsExactlyElementsOf(
                        Stream.of(numbers(1, 9), numbers(101, 109), numbers(201, 209))
                                .flatMap(List::stream)
                                .toList());
    }

    @Test
    void waitsAfterARestoreUntilAllReadersHaveSaidWhatTheyTookOver() throws Exception {
        EnumeratorHarness first = started(service, ORDERED, "a");
        first.startReader(4);
        first.settle();
        List<KvsArchiveSplit> held = first.splitsOf(4);
        first.receiveAll(4);

        EnumeratorHarness second =
                restored(service, ORDERED, first.enumerator.snapshotState(1), "a");
        for (int reader = 0; reader < EnumeratorHarness.READERS - 1; reader++) {
            second.startReader(reader);
        }
        second.settle();
        assertThat(second.assigned()).isEmpty();

        int last = EnumeratorHarness.READERS - 1;
        second.register(last);
        second.restore(last, held);
        second.request(last);

        assertThat(second.assigned()).isEmpty();
        second.finish(last, held.get(0).splitId());
        second.request(last);

        assertThat(second.assigned()).extracting(Assigned::reader).containsOnly(last);
        assertThat(second.fragmentsAssigned()).startsWith("2");
    }

    /** Flink may give the splits of a reader to different ones when the parallelism changes. */
    @Test
    void hasOneSplitOfAStreamOutAtATime() {
        EnumeratorHarness harness = started(service, ORDERED, "a", "b");
        harness.startReader(0);
        harness.settle();

        assertThat(harness.assigned())
                .extracting(Assigned::fragments)
                .containsExactly(List.of("1"));
    }

    @Test
    void leavesAStreamToItsReaderWhenThatFails() {
        EnumeratorHarness harness = started(service, ORDERED, "a");
        harness.startReader(0);
        harness.settle();
        harness.startReader(1);
        List<KvsArchiveSplit> held = harness.splitsOf(0);

        harness.failReader(0);
        harness.enumerator.addSplitsBack(held, 0);
        assertThat(harness.assignedTo(1)).isEmpty();
        harness.register(0);
        harness.restore(0, List.of());
        harness.request(0);

        assertThat(harness.assignedTo(1)).isEmpty();
        assertThat(harness.assignedTo(0).get(1).fragments()).containsExactly("1");
    }

    /** A reader's state tells of its latest split even if that is done with. */
    @Test
    void givesAStreamToAReaderThatHasReadAnotherToItsEnd() throws Exception {
        EnumeratorHarness first = started(service, ORDERED, "a", "b");
        first.register(0);
        first.settle();
        first.request(0);
        while (first.fragmentsAssigned().size() < 9) {
            first.finish(0, first.splitsOf(0).get(first.splitsOf(0).size() - 1).splitId());
            first.request(0);
        }
        first.receiveAll(0);
        KvsArchiveSplit last = first.splitsOf(0).get(8).finished();

        EnumeratorHarness second =
                restored(service, ORDERED, first.enumerator.snapshotState(1), "a", "b");
        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            second.register(reader);
            second.restore(reader, reader == 0 ? List.of(last) : List.of());
        }
        second.settle();
        second.finishAll(0);

        assertThat(second.fragmentsAssigned()).isEqualTo(numbers(101, 109));
    }
}
