/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.DAY;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.START;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.at;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.numbers;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.settings;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.wholeDay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.enumerator.EnumeratorHarness.Assigned;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How streams are found, and how many of them are read side by side. */
class FleetTest {

    private static final EnumeratorSettings SETTINGS = settings(20, size(1), 2);

    private static final EnumeratorSettings SKIPPING =
            TestSettings.of(SETTINGS).brokenStreams(BrokenStreamPolicy.SKIP).build();

    private final FakeArchiveService service = new FakeArchiveService();

    @Test
    void readsAllStreamsWhoseNamesBeginSo() {
        for (int i = 0; i < 10; i++) {
            service.withFragments("cam-" + i, List.of(at(i)));
        }
        service.withFragments("door", List.of(at(100)));
        EnumeratorHarness harness = started(service, SETTINGS, startingWith("cam-", null));
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(0, 9));
        assertThat(service.streamListings()).isEqualTo(4);
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void readsTheStreamsThatAFilterAcceptsAndThatKeepFragments() {
        service.withFragments("a", List.of(at(1)))
                .withFragments("b", List.of(at(2)))
                .withFragments("c", List.of(at(3)))
                .withRetention("c", Duration.ZERO);
        EnumeratorHarness harness =
                started(
                        service,
                        SETTINGS,
                        startingWith("", stream -> !stream.deviceName().equals(deviceOf("a"))));
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).containsExactly("2");
    }

    private static Optional<String> deviceOf(String stream) {
        return Optional.of("device of " + stream);
    }

    @Test
    void asksTheFilterAboutStreamsThatAreNamed() {
        service.withFragments("a", List.of(at(1)))
                .withFragments("b", List.of(at(2)))
                .withArn("a", "arn:aws:kinesisvideo:eu-west-1:1:stream/a/1")
                .withArn("b", "arn:aws:kinesisvideo:eu-west-1:1:stream/b/1");
        StreamSelection selection =
                new StreamSelection(
                        wholeDay("a", "b").named(), null, DAY, stream -> stream.name().equals("b"));
        EnumeratorHarness harness = started(service, SETTINGS, selection);
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).containsExactly("2");
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void saysWhichPermissionAFilterNeeds() {
        service.withFragments("a", List.of(at(1)));
        EnumeratorHarness harness =
                started(
                        service,
                        SETTINGS,
                        new StreamSelection(wholeDay("a").named(), null, DAY, stream -> true));
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .hasMessageContainingAll("Stream 'a'", "kinesisvideo:DescribeStream");
    }

    @Test
    void failsWhereNoStreamIsFound() {
        service.withFragments("door", List.of());
        EnumeratorHarness harness = started(service, SETTINGS, startingWith("cam-", null));
        harness.listOnly();

        assertThatThrownBy(harness::coordinate)
                .hasCauseInstanceOf(UnavailableDataException.class)
                .hasMessageContaining("has a name that begins with 'cam-'");
    }

    @Test
    void looksForStreamsAgainWhereTheServiceFails() {
        service.withFragments("cam", List.of(at(1)))
                .withFailures(
                        FakeArchiveService.error(ServiceErrorKind.THROTTLED, "slow down"),
                        FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down"));
        EnumeratorHarness harness = started(service, SETTINGS, startingWith("cam", null));
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).containsExactly("1");
        assertThat(service.streamListings()).isEqualTo(3);
    }

    @Test
    void goesOnWithTheStreamsThatItHadFoundAfterARestore() throws Exception {
        service.withFragments("cam-1", eachSecond(1, 10))
                .withFragments("cam-2", eachSecond(11, 20));
        StreamSelection selection = startingWith("cam-", null);
        EnumeratorHarness first = started(service, SETTINGS, selection);
        first.startReader(0);
        first.settle();
        List<String> delivered = new ArrayList<>(first.fragmentsAssigned());
        service.withFragments("cam-3", List.of(at(99)));

        EnumeratorHarness second =
                restored(service, SETTINGS, first.enumerator.snapshotState(1), selection);
        second.register(0);
        second.readToTheEnd(0);
        delivered.addAll(second.fragmentsAssigned());

        assertThat(delivered).containsExactlyInAnyOrderElementsOf(numbers(1, 20));
    }

    @Test
    void findsNewStreamsEverySoOftenInAJobWithoutAnEnd() {
        service.withFragments("cam-1", List.of(at(-10)));
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(
                        FragmentSelectorType.PRODUCER_TIMESTAMP, START.minusSeconds(3600));
        EnumeratorHarness harness =
                started(service, SETTINGS, new StreamSelection(Map.of(), "cam-", unbounded, null));
        harness.register(0);
        harness.readToTheEnd(0);
        assertThat(harness.fragmentsAssigned()).containsExactly("-10");

        service.withFragments("cam-2", List.of(at(-20)));
        harness.request(0);
        harness.pass(Duration.ofSeconds(62));

        assertThat(harness.fragmentsAssigned()).containsExactly("-10", "-20");
        assertThat(harness.toldNoMoreSplits()).isEmpty();
    }

    @Test
    void tellsWhetherItReadsThePast() {
        service.withFragments("a", eachSecond(1, 4)).withFragments("b", eachSecond(1, 2));
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        StreamSelection selection =
                new StreamSelection(
                        Map.of(
                                new StreamReference("a"), unbounded,
                                new StreamReference("b"), unbounded),
                        null,
                        unbounded,
                        null);
        EnumeratorHarness harness = started(service, settings(200, size(2), 2), selection);
        harness.pass(Duration.ofMinutes(5));
        harness.startReader(0);
        harness.settle();
        assertThat(harness.backlog()).containsExactly(true);

        harness.finishAll(0);
        assertThat(harness.fragmentsAssigned()).hasSize(6);
        harness.pass(Duration.ofMinutes(5));

        assertThat(harness.backlog()).containsExactly(true, false);
    }

    @Test
    void saysNothingOfThePastWhereThereIsAnEnd() {
        service.withFragments("a", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.readToTheEnd(0);

        assertThat(harness.backlog()).isEmpty();
    }

    @Test
    void pollsTheGrowingEndOfAStream() {
        List<ListedFragment> archive = new ArrayList<>(eachSecond(-10, -1));
        service.withFragments("a", archive);
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(
                        FragmentSelectorType.SERVER_TIMESTAMP, START.minusSeconds(3600));
        StreamSelection selection =
                new StreamSelection(
                        Map.of(new StreamReference("a"), unbounded), null, unbounded, null);
        EnumeratorHarness harness = started(service, settings(200, size(100), 2), selection);
        harness.startReader(0);
        harness.settle();
        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(-10, -1));

        int windows = service.windows().size();
        archive.add(at(3));
        harness.request(0);
        harness.pass(Duration.ofMillis(1999));
        assertThat(service.windows()).hasSize(windows);
        harness.pass(Duration.ofMillis(1));

        assertThat(service.windows()).hasSize(windows + 1);
        assertThat(harness.fragmentsAssigned()).endsWith("-1", "3");
    }

    @Test
    void readsWhatACameraRecordedWhoseClockIsAhead() {
        service.withFragments(
                "a",
                List.of(
                        new ListedFragment(
                                "ahead",
                                START.plusSeconds(60),
                                START.minus(Duration.ofHours(23)),
                                1000,
                                Duration.ZERO)));
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.PRODUCER_TIMESTAMP, START);
        EnumeratorHarness harness =
                started(
                        service,
                        SETTINGS,
                        new StreamSelection(
                                Map.of(new StreamReference("a"), unbounded),
                                null,
                                unbounded,
                                null));
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).containsExactly("ahead");
    }

    @Test
    void asksForAllPagesOfAPollAtOnce() {
        List<ListedFragment> archive = new ArrayList<>();
        service.withFragments("a", archive);
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        EnumeratorHarness harness =
                started(
                        service,
                        settings(200, size(100), 2),
                        new StreamSelection(
                                Map.of(new StreamReference("a"), unbounded),
                                null,
                                unbounded,
                                null));
        harness.register(0);
        harness.settle();
        harness.enumerator.handleSplitRequest(0, "host");

        archive.addAll(eachSecond(1, 50));
        harness.pass(Duration.ofSeconds(2));

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 50));
    }

    @Test
    void leavesOutABrokenStreamAndReadsTheOthersWhereThePolicyIsToSkip() {
        service.withFragments("a", eachSecond(1, 5))
                .withFragments("b", eachSecond(6, 9))
                .withBroken("b", FakeArchiveService.error(ServiceErrorKind.DENIED, "not you"));
        EnumeratorHarness harness = started(service, SKIPPING, "a", "b", "nowhere");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 5));
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void leavesOutAStreamForWhichTheServiceFailsAlone() {
        service.withFragments("a", eachSecond(1, 5))
                .withFragments("b", eachSecond(6, 9))
                .withBroken("b", FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down"));
        EnumeratorHarness harness = started(service, SKIPPING, "a", "b");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 5));
        assertThat(harness.toldNoMoreSplits()).containsExactly(0);
    }

    @Test
    void leavesOutNothingWhereThereIsNoOtherStreamToCompareWith() {
        service.withFragments("b", eachSecond(6, 9))
                .withBroken("b", FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down"));
        EnumeratorHarness harness = started(service, SKIPPING, "b");

        assertThatThrownBy(() -> harness.pass(Duration.ofSeconds(10))).hasMessage("down");
    }

    /** An outage must not look as if there were nothing to read. */
    @Test
    void leavesOutNothingWhileTheServiceCannotBeReachedAtAll() {
        service.withFragments("a", eachSecond(1, 5)).withFragments("b", eachSecond(6, 9)).down();
        EnumeratorHarness harness = started(service, SKIPPING, "a", "b");
        harness.register(0);

        assertThatThrownBy(() -> harness.pass(Duration.ofSeconds(10))).hasMessage("all is down");
    }

    @Test
    void readsOtherStreamsWhileOneIsTriedAgain() {
        service.withFragments("a", eachSecond(1, 2))
                .withFragments("b", eachSecond(3, 4))
                .withBroken("b", FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down"));
        EnumeratorHarness harness = started(service, SETTINGS, "a", "b");
        harness.startReader(0);
        harness.settle();
        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 2));

        assertThatThrownBy(() -> harness.pass(Duration.ofSeconds(10))).hasMessage("down");
    }

    @Test
    void givesEachStreamItsShareOfTheReaders() {
        service.withFragments("slow", eachSecond(1, 20))
                .withFragments("other", eachSecond(101, 120));
        EnumeratorHarness harness = started(service, settings(40, size(1), 5), "slow", "other");
        for (int reader = 0; reader < 4; reader++) {
            harness.register(reader);
        }
        harness.settle();
        for (int reader = 0; reader < 4; reader++) {
            harness.request(reader);
        }

        assertThat(harness.fragmentsAssigned()).containsExactly("1", "2", "101", "102");
    }

    /** Whichever is listed first: it might be the one that is slow. */
    @Test
    void leavesRoomForStreamsThatAreYetToBeHeardOf() {
        service.withFragments("slow", eachSecond(1, 20))
                .withFragments("other", eachSecond(101, 120));
        EnumeratorHarness harness = started(service, settings(40, size(1), 5), "slow", "other");
        for (int reader = 0; reader < 4; reader++) {
            harness.startReader(reader);
        }
        harness.listing.runNext();
        harness.coordinate();
        assertThat(harness.fragmentsAssigned()).containsExactly("1", "2", "3", "4");

        harness.settle();

        assertThat(harness.fragmentsAssigned())
                .containsExactly("1", "2", "3", "4", "101", "102", "5", "6");
    }

    @Test
    void makesSplitsSmallerTowardsTheEndSoThatAllReadersHaveWork() {
        service.withFragments(
                "a", IntStream.rangeClosed(1, 20).mapToObj(i -> at(i, 10_000_000)).toList());
        EnumeratorHarness harness = started(service, settings(100, size(100), 2), "a");
        harness.register(0);
        harness.register(1);

        harness.readToTheEnd(0, 1);

        assertThat(harness.assigned().stream().map(split -> split.fragments().size()))
                .containsExactly(5, 4, 3, 2, 2, 1, 1, 1, 1);
        assertThat(harness.fragmentsAssigned()).isEqualTo(numbers(1, 20));
    }

    @Test
    void makesNoSplitSmallerThanIsWorthARequest() {
        service.withFragments("a", eachSecond(1, 20));
        EnumeratorHarness harness = started(service, settings(100, size(12), 2), "a");
        harness.register(0);
        harness.register(1);

        harness.readToTheEnd(0, 1);

        assertThat(harness.assigned().stream().map(split -> split.fragments().size()))
                .containsExactly(12, 8);
    }

    @Test
    void boundsASplitByTheTimeThatItSpans() {
        service.withFragments("a", List.of(at(0), at(10), at(20), at(31), at(600)));
        EnumeratorHarness harness =
                started(
                        service,
                        settings(20, new SplitSize(10, Long.MAX_VALUE, Duration.ofSeconds(20)), 1),
                        "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.assigned())
                .extracting(Assigned::fragments)
                .containsExactly(List.of("0", "10", "20"), List.of("31"), List.of("600"));
    }

    @Test
    void listsLessOfEachStreamAheadTheMoreStreamsThereAre() {
        String[] streams = new String[20];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = "cam-" + i;
            service.withFragments(streams[i], eachSecond(1, 500));
        }
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(200, size(1), 2)
                                .pageSize(1000)
                                .maxPendingFragments(1000)
                                .build(),
                        streams);

        harness.settle();

        int pending =
                harness.enumerator.snapshotState(1).streams().stream()
                        .mapToInt(stream -> stream.position().orElseThrow().pending())
                        .sum();
        assertThat(pending).isBetween(400, 1500);
        assertThat(service.requestedResults()).allMatch(results -> results <= 50);
    }

    /** Numbers as long as the service's, and all that may be in flight at a time. */
    @Test
    void keepsACheckpointOfAThousandStreamsInFlightBelowFourMegabytes() throws Exception {
        String digits = "9134385233318143249171726581066026650";
        for (int i = 0; i < 1000; i++) {
            List<ListedFragment> fragments = new ArrayList<>();
            for (int second = 0; second < 300; second++) {
                ListedFragment fragment = at(-second);
                fragments.add(
                        new ListedFragment(
                                digits + (1_000_000_000 + i * 1000 + second),
                                fragment.producerTimestamp(),
                                fragment.serverTimestamp(),
                                412_345,
                                Duration.ofMillis(1796)));
            }
            service.withFragments("camera-in-a-street-" + i, fragments);
        }
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(
                        FragmentSelectorType.SERVER_TIMESTAMP, START.minusSeconds(3600));
        EnumeratorHarness harness =
                started(
                        service,
                        new TestSettings(5000, size(25), 4)
                                .pageSize(1000)
                                .maxPendingFragments(200_000)
                                .build(),
                        new StreamSelection(Map.of(), "camera", unbounded, null));
        for (int reader = 0; reader < EnumeratorHarness.READERS; reader++) {
            harness.register(reader);
            harness.enumerator.handleSplitRequest(reader, "host");
            harness.enumerator.handleSplitRequest(reader, "host");
        }
        harness.settle();
        for (int i = 0; i < 4000; i++) {
            harness.request(i % EnumeratorHarness.READERS);
            harness.settle();
        }

        int bytes =
                new KvsArchiveEnumeratorStateSerializer()
                        .serialize(harness.enumerator.snapshotState(1))
                        .length;

        assertThat(harness.fragmentsAssigned()).hasSizeGreaterThan(50_000);
        assertThat(bytes).isBetween(100_000, 4_000_000);
    }

    private static StreamSelection startingWith(String prefix, StreamDescription.Filter filter) {
        return new StreamSelection(Map.of(), prefix, DAY, filter);
    }
}
