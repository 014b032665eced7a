/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.START;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.at;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Readers are told where the earliest fragment begins that nobody has been handed. */
class LowerBoundsTest {

    private static final String NOTHING_LEFT = "from nowhere";

    private final FakeArchiveService service = new FakeArchiveService();

    private static EnumeratorSettings settings() {
        return new TestSettings(20, size(2), 2).sourceWatermarks().build();
    }

    @Test
    void tellsWithEachSplitWhereTheRestBegins() {
        service.withFragments("a", eachSecond(1, 5));
        EnumeratorHarness harness = started(service, settings(), "a");

        harness.startReader(0);
        harness.settle();

        assertThat(harness.sentTo(0)).containsExactly("[1, 2]", "from 3", "[3, 4]", "from 5");

        harness.request(0);
        harness.request(0);
        assertThat(harness.sentTo(0).subList(4, 6)).containsExactly("[5]", NOTHING_LEFT);
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void countsInStreamsThatAreYetToBeListed() {
        service.withFragments("a", eachSecond(1, 4))
                .withFragments("b", eachSecond(3, 6))
                .withBroken("b", FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "later"));
        EnumeratorHarness harness = started(service, settings(), "a", "b");

        harness.startReader(0);
        harness.settle();

        assertThat(harness.sentTo(0)).containsExactly("[1, 2]", "from 0", "[3, 4]");
    }

    @Test
    void tellsReadersThatWaitFromTimeToTime() {
        service.withFragments("a", eachSecond(1, 8));
        EnumeratorHarness harness =
                started(service, new TestSettings(20, size(2), 1).sourceWatermarks().build(), "a");
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        assertThat(harness.sentTo(1)).isEmpty();

        harness.pass(Duration.ofMillis(200));
        assertThat(harness.sentTo(1)).containsExactly("from 5");

        harness.request(0);
        assertThat(harness.sentTo(1)).containsExactly("from 5");
        harness.pass(Duration.ofMillis(200));
        harness.pass(Duration.ofMillis(200));
        assertThat(harness.sentTo(1)).containsExactly("from 5", "from 7");
    }

    @Test
    void handsAReturnedSplitToTheReaderThatReturnedItAlone() {
        service.withFragments("a", eachSecond(1, 8));
        EnumeratorHarness harness = started(service, settings(), "a");
        harness.startReader(0);
        harness.startReader(1);
        harness.settle();
        List<KvsArchiveSplit> returned = harness.splitsOf(0);
        harness.failReader(0);
        harness.enumerator.addSplitsBack(returned, 0);

        harness.request(1);
        assertThat(harness.fragmentsAssigned()).hasSize(8);

        harness.startReader(0);
        assertThat(harness.sentTo(0))
                .endsWith(
                        numbersOf(returned.get(0)),
                        "from " + returned.get(1).fragments().get(0).fragmentNumber(),
                        numbersOf(returned.get(1)),
                        NOTHING_LEFT);
    }

    private static String numbersOf(KvsArchiveSplit split) {
        return split.fragments().stream().map(FragmentToRead::fragmentNumber).toList().toString();
    }

    /** The others' watermarks may be beyond it only once all have said what they restored. */
    @Test
    void countsInWhatWasOnItsWayAtTheCheckpoint() throws Exception {
        service.withFragments("a", eachSecond(1, 8));
        EnumeratorHarness first = started(service, settings(), "a");
        first.startReader(0);
        first.settle();
        EnumeratorHarness second =
                restored(service, settings(), first.enumerator.snapshotState(1), "a");

        second.startReader(1);
        second.settle();
        assertThat(second.sentTo(1)).containsExactly("[5, 6]", "from 1", "[7, 8]");

        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            second.restore(reader, reader == 0 ? first.splitsOf(0) : List.of());
        }
        second.request(1);
        assertThat(second.sentTo(1)).endsWith("[7, 8]", NOTHING_LEFT);
    }

    /** A range by the service's clock can hold any producer timestamp. */
    @Test
    void knowsNothingOfARangeByTheServicesClockBeforeItIsListed() {
        service.withFragments("a", receivedInTheOtherOrder(50));
        FragmentSelection range =
                new FragmentSelection.InTimeRange(
                        FragmentSelectorType.SERVER_TIMESTAMP, START, START.plusSeconds(100));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(10, size(1), 2).sourceWatermarks().build(),
                        new StreamSelection(
                                Map.of(new StreamReference("a"), range), null, range, null));
        harness.register(0);

        harness.readToTheEnd(0);

        List<String> bounds =
                harness.sentTo(0).stream().filter(what -> what.startsWith("from")).toList();
        assertThat(bounds)
                .startsWith("from anywhere", "from 0")
                .endsWith("from 0", NOTHING_LEFT)
                .containsOnly("from anywhere", "from 0", NOTHING_LEFT);
    }

    /** The last that is received was recorded first. */
    private static List<ListedFragment> receivedInTheOtherOrder(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        n ->
                                new ListedFragment(
                                        Integer.toString(n),
                                        START.plusSeconds(count - n),
                                        START.plusSeconds(n),
                                        1000,
                                        Duration.ZERO))
                .toList();
    }

    @Test
    void followsTheGrowingEndByTheUploadDelay() {
        service.withFragments("a", eachSecond(1, 2));
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        EnumeratorHarness harness =
                started(
                        service,
                        settings(),
                        new StreamSelection(
                                Map.of(new StreamReference("a"), unbounded),
                                null,
                                unbounded,
                                null));
        harness.pass(Duration.ofMinutes(10));
        harness.startReader(0);
        harness.settle();
        assertThat(harness.sentTo(0)).first().isEqualTo("[1, 2]");

        harness.pass(Duration.ofSeconds(10));

        // 10 minutes have passed, less a minute of lateness and one of upload delay.
        assertThat(boundsTold(harness, 0)).contains(480L, 482L, 484L).isSorted();
    }

    @Test
    void countsInStreamsThatAreYetToBeFound() {
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        EnumeratorHarness harness =
                started(
                        service,
                        settings(),
                        new StreamSelection(Map.of(), "cam-", unbounded, null));
        harness.startReader(0);

        harness.pass(Duration.ofSeconds(150));

        // They are looked for each minute, less one of upload delay.
        assertThat(boundsTold(harness, 0)).containsExactly(-60L, 0L, 60L);
    }

    private static List<Long> boundsTold(EnumeratorHarness harness, int reader) {
        return harness.sentTo(reader).stream()
                .filter(what -> what.startsWith("from "))
                .map(what -> Long.valueOf(what.substring("from ".length())))
                .toList();
    }

    /** Only in batch jobs, which have no watermarks, and where this event can't be sent. */
    @Test
    void tellsNothingWhereAttemptsRunSideBySide() {
        service.withFragments("a", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, settings(), "a");
        harness.register(0);
        harness.enumerator.handleSourceEvent(0, 1, new RestoredSplitsEvent(List.of()));

        harness.readToTheEnd(0);

        assertThat(harness.sentTo(0)).containsExactly("[1, 2]", "[3, 4]");
    }

    @Test
    void tellsNothingUnlessTheSourceEmitsWatermarks() {
        service.withFragments("a", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, new TestSettings(20, size(2), 2).build(), "a");

        harness.startReader(0);
        harness.readToTheEnd(0);

        assertThat(harness.sentTo(0)).containsExactly("[1, 2]", "[3, 4]");
    }

    @Test
    void letsNoStreamRunFurtherAheadThanTheBound() {
        service.withFragments("a", List.of(at(0), at(100), at(200)))
                .withFragments("b", List.of(at(1), at(50), at(170)))
                .withFragments("c", List.of(at(20), at(300)));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(20, size(1), 1).maxDrift(Duration.ofSeconds(60)).build(),
                        "a",
                        "b",
                        "c");
        harness.register(0);
        harness.register(1);
        harness.settle();
        harness.request(0);
        assertThat(harness.assignedTo(0)).extracting(Assigned::fragments).containsExactly(of(0));

        for (int i = 0; i < 5; i++) {
            harness.request(1);
        }
        assertThat(harness.assignedTo(1))
                .extracting(Assigned::fragments)
                .containsExactly(of(1), of(20), of(50));

        harness.request(0);
        assertThat(harness.assignedTo(0)).last().extracting(Assigned::fragments).isEqualTo(of(100));
        assertThat(harness.assignedTo(1)).last().extracting(Assigned::fragments).isEqualTo(of(170));

        harness.request(0);
        assertThat(harness.fragmentsAssigned()).endsWith("200", "300");
    }

    private static List<String> of(int number) {
        return List.of(Integer.toString(number));
    }
}
