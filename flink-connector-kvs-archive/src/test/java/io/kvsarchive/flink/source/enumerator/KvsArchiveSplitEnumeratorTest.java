/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.at;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.settings;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How splits are made, and to whom they go. */
class KvsArchiveSplitEnumeratorTest {

    private static final SplitSize ONE_FRAGMENT = size(1);

    private static final EnumeratorSettings PAGES_OF_7 =
            new TestSettings(20, ONE_FRAGMENT, 1).pageSize(7).build();

    private final FakeArchiveService service = new FakeArchiveService();

    @Test
    void callsTheServiceOnListingThreadsOnly() {
        service.withFragments("a", eachSecond(1, 4)).withFragments("b", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, SETTINGS, "a", "b");

        harness.startReader(0);
        harness.coordinate();

        assertThat(harness.listing.queued()).isEqualTo(2);
        assertThat(service.windows()).isEmpty();
        assertThat(harness.assigned()).isEmpty();
    }

    @Test
    void servesAWaitingReaderWhenAListingComes() {
        service.withFragments("a", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(3);

        harness.settle();

        assertThat(harness.assigned())
                .containsExactly(
                        new Assigned(3, "1-3-0", List.of("1", "2")),
                        new Assigned(3, "1-3-1", List.of("3", "4")));
    }

    @Test
    void tellsReadersTheEndpointThatItAskedFor() {
        service.withFragments("a", eachSecond(1, 1));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);

        harness.settle();

        assertThat(harness.splitsOf(0))
                .singleElement()
                .satisfies(
                        split -> {
                            assertThat(split.stream()).isEqualTo(new StreamReference("a"));
                            assertThat(split.mediaEndpoint())
                                    .contains(FakeArchiveService.MEDIA_ENDPOINT);
                            assertThat(split.progress()).isEmpty();
                        });
    }

    @Test
    void handsOutTheEarliestOfAllStreamsFirst() {
        service.withFragments("a", List.of(at(1), at(5), at(6)))
                .withFragments("b", List.of(at(2), at(3), at(7)))
                .withFragments("c", List.of(at(4)));
        EnumeratorHarness harness = started(service, settings(20, ONE_FRAGMENT, 2), "c", "a", "b");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 7));
    }

    @Test
    void givesEachReaderWorkBeforeAnyASpareSplit() {
        service.withFragments("a", eachSecond(1, 3));
        EnumeratorHarness harness = started(service, settings(20, ONE_FRAGMENT, 5), "a");
        harness.startReader(0);
        harness.startReader(1);

        harness.settle();

        assertThat(harness.assigned())
                .extracting(Assigned::reader, Assigned::fragments)
                .containsExactly(
                        tuple(0, List.of("1")), tuple(1, List.of("2")), tuple(0, List.of("3")));
    }

    @Test
    void letsNoMoreReadersReadAStreamThanItHasLanes() {
        service.withFragments("a", eachSecond(1, 20));
        EnumeratorHarness harness = started(service, settings(40, ONE_FRAGMENT, 2), "a");
        harness.startReader(0);
        harness.startReader(1);
        harness.startReader(2);
        harness.settle();

        harness.request(1);
        harness.request(0);
        harness.request(1);

        assertThat(harness.assignedTo(0)).hasSize(3);
        assertThat(harness.assignedTo(1)).hasSize(4);
        assertThat(harness.assignedTo(2)).isEmpty();
    }

    @Test
    void givesALaneOnOnceItsReaderHasNothingMoreOfTheStream() {
        service.withFragments("a", List.of(at(0), at(10)))
                .withFragments("b", List.of(at(1), at(2), at(3)));
        EnumeratorHarness harness = started(service, settings(20, ONE_FRAGMENT, 1), "a", "b");
        harness.settle();
        harness.startReader(0);
        harness.startReader(1);
        assertThat(harness.assignedTo(0))
                .extracting(Assigned::fragments)
                .containsExactly(List.of("0"), List.of("1"));
        assertThat(harness.assignedTo(1)).isEmpty();

        harness.request(0);

        assertThat(harness.assignedTo(0).get(2).fragments()).containsExactly("2");
        assertThat(harness.assignedTo(1))
                .extracting(Assigned::fragments)
                .containsExactly(List.of("10"));
    }

    @Test
    void doesNotUseTheIdOfASplitAgainThatWasPaused() {
        FakeArchiveService service = new FakeArchiveService().withFragments("a", eachSecond(1, 8));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.settle();
        List<String> ids = harness.splitsOf(0).stream().map(KvsArchiveSplit::splitId).toList();

        harness.enumerator.handleSourceEvent(0, new FinishedSplitsEvent(ids, List.of(ids.get(0))));
        harness.enumerator.handleSplitRequest(0, "host");
        harness.enumerator.handleSplitRequest(0, "host");

        assertThat(harness.splitsOf(0).subList(2, 4))
                .extracting(KvsArchiveSplit::splitId)
                .doesNotContain(ids.get(0))
                .contains(ids.get(1));
    }

    @Test
    void usesTheIdsOfFinishedSplitsAgain() {
        service.withFragments("a", eachSecond(1, 30));
        EnumeratorHarness harness = started(service, settings(60, ONE_FRAGMENT, 2), "a");
        harness.register(0);
        harness.register(1);

        harness.readToTheEnd(0, 1);

        assertThat(harness.fragmentsAssigned()).hasSize(30);
        assertThat(harness.assigned())
                .extracting(Assigned::splitId)
                .containsOnly("1-0-0", "1-0-1", "1-1-0", "1-1-1");
        for (int reader : List.of(0, 1)) {
            List<Assigned> splits = harness.assignedTo(reader);
            for (int i = 1; i < splits.size(); i++) {
                assertThat(splits.get(i).splitId()).isNotEqualTo(splits.get(i - 1).splitId());
            }
        }
    }

    @Test
    void boundsASplitByItsFragments() {
        service.withFragments("a", eachSecond(1, 5));
        EnumeratorHarness harness = started(service, settings(20, size(2), 1), "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.assigned())
                .extracting(Assigned::fragments)
                .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
    }

    @Test
    void boundsASplitByItsBytesButForAFragmentThatIsLarger() {
        service.withFragments(
                "a",
                List.of(at(1, 60), at(2, 40), at(3, 1), at(4, 101), at(5, 99), at(6, 1), at(7, 1)));
        EnumeratorHarness harness =
                started(service, settings(20, new SplitSize(10, 100, Duration.ofDays(1)), 1), "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.assigned())
                .extracting(Assigned::fragments)
                .containsExactly(
                        List.of("1", "2"),
                        List.of("3"),
                        List.of("4"),
                        List.of("5", "6"),
                        List.of("7"));
    }

    @Test
    void listsNoFurtherAheadThanReadersMayNeed() {
        service.withFragments("a", eachSecond(1, 1000));
        EnumeratorHarness harness = started(service, settings(20, ONE_FRAGMENT, 1), "a");

        harness.settle();

        int ahead = pending(harness);
        assertThat(ahead).isBetween(10, 30);
        int windows = service.windows().size();

        harness.startReader(0);
        while (harness.assigned().size() <= ahead - 10) {
            assertThat(service.windows()).hasSize(windows);
            harness.request(0);
            harness.settle();
        }
        assertThat(service.windows()).hasSizeGreaterThan(windows);
        assertThat(pending(harness)).isBetween(10, 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void handsOutEveryFragmentOnceWhateverTheWindow(int windowFragments) {
        service.withFragments("a", eachSecond(1, 50));
        EnumeratorHarness harness =
                started(service, settings(windowFragments, ONE_FRAGMENT, 1), "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 50));
        assertThat(harness.toldNoMoreSplits()).contains(0);
    }

    @Test
    void listsAWindowAnewWhoseTokenIsRefused() {
        service.withFragments("a", allAtOnce(15)).forgettingListings(2);
        EnumeratorHarness harness = started(service, PAGES_OF_7, "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).containsExactlyInAnyOrderElementsOf(numbers(1, 15));
    }

    @Test
    void failsWhereAFreshTokenIsRefused() {
        service.withFragments("a", allAtOnce(15)).forgettingListings(100);
        EnumeratorHarness harness = started(service, PAGES_OF_7, "a");

        assertThatThrownBy(() -> harness.pass(Duration.ofSeconds(10))).hasMessage("no such token");
    }

    /** No window holds less than all of them. */
    private static List<ListedFragment> allAtOnce(int count) {
        Instant start = EnumeratorHarness.START;
        return FakeArchiveService.listed(
                count,
                number ->
                        new ListedFragment(
                                Integer.toString(number), start, start, 1000, Duration.ZERO));
    }

    @Test
    void handsOutFragmentsByNumberWithoutListing() {
        service.withFragments("a", List.of());
        EnumeratorHarness harness =
                started(
                        service,
                        SETTINGS,
                        selecting(
                                "a",
                                new FragmentSelection.Numbered(List.of("100", "20", "3", "20"))));
        harness.startReader(0);

        harness.settle();

        assertThat(harness.assigned())
                .extracting(Assigned::fragments)
                .containsExactly(List.of("3", "20"), List.of("100"));
        assertThat(service.windows()).isEmpty();
    }

    @Test
    void endsAnOpenRangeAtTheJobsStartAndADayLaterByProducersClocks() {
        for (FragmentSelectorType type : FragmentSelectorType.values()) {
            FakeArchiveService listed = new FakeArchiveService().withFragments("a", List.of());
            EnumeratorHarness harness =
                    started(
                            listed,
                            SETTINGS,
                            selecting(
                                    "a",
                                    new FragmentSelection.InTimeRange(
                                            type, EnumeratorHarness.START.minusSeconds(60), null)));
            harness.settle();

            assertThat(listed.windows())
                    .singleElement()
                    .satisfies(
                            window -> {
                                assertThat(window.type()).isEqualTo(type);
                                assertThat(window.end())
                                        .isEqualTo(
                                                EnumeratorHarness.START.plus(
                                                        type
                                                                        == FragmentSelectorType
                                                                                .PRODUCER_TIMESTAMP
                                                                ? Duration.ofDays(1)
                                                                : Duration.ZERO));
                            });
        }
    }

    @Test
    void failsTheJobWithTheStreamThatCannotBeListed() {
        EnumeratorHarness harness = started(service, SETTINGS, "nowhere");
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage("no stream 'nowhere'");
    }

    @Test
    void failsTheJobRatherThanWaitForAListingThatDied() {
        service.withError(new NoClassDefFoundError("some/Class"));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void closesTheServiceAndItsThreads() throws Exception {
        EnumeratorHarness harness = started(service, SETTINGS, "nowhere");

        harness.enumerator.close();

        assertThat(service.isClosed()).isTrue();
        assertThat(harness.listing.isShutdown()).isTrue();
    }

    @Test
    void saysNothingOfCallsThatFailBecauseItCloses() throws Exception {
        EnumeratorHarness harness = started(service, SETTINGS, "nowhere");
        harness.enumerator.close();

        harness.listOnly();
        harness.coordinate();

        assertThat(harness.assigned()).isEmpty();
    }

    private static StreamSelection selecting(String stream, FragmentSelection selection) {
        return new StreamSelection(
                Map.of(new StreamReference(stream), selection), null, selection, null);
    }

    private static int pending(EnumeratorHarness harness) {
        return harness.enumerator
                .snapshotState(1)
                .streams()
                .get(0)
                .position()
                .map(ListingPosition::pending)
                .orElse(0);
    }
}
