/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.enumerator.TestSettings;
import io.kvsarchive.flink.source.quota.StreamQuota;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever keeps something of what a backlog holds learns of each change. */
class StreamBacklogTest {

    private static final StreamReference STREAM = new StreamReference("camera");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ARN = "arn:aws:kinesisvideo:eu-west-1:1:stream/camera/1";
    private static final SplitSize SPLIT_SIZE =
            new SplitSize(3, Long.MAX_VALUE, Duration.ofDays(1));
    private static final EnumeratorSettings SETTINGS =
            new TestSettings(100, SPLIT_SIZE, 5).lostFragments(LostFragmentPolicy.SKIP).build();

    private interface Change {
        void make(StreamBacklog backlog) throws Exception;
    }

    /** All that there is to know of a backlog. */
    private record Look(
            StreamProgress progress,
            boolean needsDescription,
            boolean isHeardOf,
            long foundFragments,
            boolean isExhausted,
            boolean isCaughtUp,
            boolean hasMoreToList,
            boolean isAtLiveEdge,
            boolean lacksMediaEndpoint,
            boolean hasSplit,
            boolean hasSplitForAnyReader,
            long fragments,
            long splits,
            long positionMillis,
            long earliestMillis,
            Optional<Long> nextStartMillis,
            Optional<Integer> nextSplitFragments) {

        static Look at(StreamBacklog backlog) {
            return new Look(
                    backlog.toProgress(),
                    backlog.needsDescription(),
                    backlog.isHeardOf(),
                    backlog.foundFragments(),
                    backlog.isExhausted(),
                    backlog.isCaughtUp(),
                    backlog.hasMoreToList(),
                    backlog.isAtLiveEdge(),
                    backlog.lacksMediaEndpoint(),
                    backlog.hasSplit(),
                    backlog.hasSplitFor(0),
                    backlog.countFragments(),
                    backlog.countSplits(SPLIT_SIZE),
                    backlog.positionMillis(),
                    backlog.earliestMillis(Duration.ofMinutes(1)),
                    backlog.hasSplit() ? Optional.of(backlog.nextStartMillis()) : Optional.empty(),
                    backlog.hasSplitFor(0)
                            ? Optional.of(backlog.nextSplitFragments(0, SPLIT_SIZE, 1))
                            : Optional.empty());
        }
    }

    private static final Map<String, Change> CHANGES =
            Map.of(
                    "described",
                    backlog -> backlog.described(Optional.of(description())),
                    "mediaAreAt",
                    backlog -> backlog.mediaAreAt(URI.create("http://media.test")),
                    "heardOf",
                    StreamBacklog::heardOf,
                    "listed",
                    backlog -> list(backlog, 11, 20),
                    "restartWindow",
                    backlog -> {
                        backlog.nextPage(START);
                        backlog.restartWindow();
                    },
                    "windowIsGone",
                    backlog -> {
                        backlog.nextPage(START);
                        backlog.windowIsGone(new IllegalStateException("expired"));
                    },
                    "leaveOut",
                    StreamBacklog::leaveOut,
                    "takeSplit",
                    backlog ->
                            backlog.takeSplit(
                                    0, "1-0-0", 1, backlog.nextSplitFragments(0, SPLIT_SIZE, 1)),
                    "takeBack",
                    backlog -> backlog.takeBack(split(1, 2), Optional.of(1)));

    /** What tells something, and changes nothing of it. */
    private static final Set<String> QUERIES =
            Set.of(
                    "stream",
                    "quota",
                    "needsDescription",
                    "isHeardOf",
                    "foundFragments",
                    "isExhausted",
                    "isCaughtUp",
                    "hasMoreToList",
                    "isAtLiveEdge",
                    "nextPage",
                    "needsMediaEndpoint",
                    "lacksMediaEndpoint",
                    "hasSplit",
                    "hasSplitFor",
                    "countFragments",
                    "countSplits",
                    "positionMillis",
                    "earliestMillis",
                    "nextStartMillis",
                    "nextSplitFragments",
                    "toProgress");

    private final List<Look> toldLooks = new ArrayList<>();

    static Stream<String> changes() {
        return CHANGES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void tellsOfAChangeOnceItIsComplete(String change) throws Exception {
        for (StreamBacklog backlog : List.of(fresh(), listed(), returned())) {
            int before = toldLooks.size();

            if (change.equals("takeSplit") && !backlog.hasSplitFor(0)) {
                continue;
            }
            CHANGES.get(change).make(backlog);

            assertThat(toldLooks).hasSizeGreaterThan(before);
            assertThat(toldLooks.get(toldLooks.size() - 1)).isEqualTo(Look.at(backlog));
        }
    }

    @Test
    void tellsThatItHasBeenMade() {
        StreamBacklog backlog = fresh();

        assertThat(toldLooks).containsExactly(Look.at(backlog));
    }

    /** So that a new method is put among those above. */
    @Test
    void hasNoOtherMethods() {
        Set<String> methods =
                Arrays.stream(StreamBacklog.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                        .filter(method -> !method.isSynthetic())
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        Set<String> known = new HashSet<>(QUERIES);
        known.addAll(CHANGES.keySet());

        assertThat(methods).isEqualTo(known);
    }

    private StreamBacklog fresh() {
        return new StreamBacklog(
                StreamProgress.fresh(
                        STREAM,
                        Optional.empty(),
                        new FragmentSelection.InTimeRange(
                                FragmentSelectorType.PRODUCER_TIMESTAMP,
                                START,
                                START.plus(Duration.ofDays(365))),
                        START),
                new StreamIdentity(
                        STREAM, Optional.empty(), Optional.empty(), LostFragmentPolicy.SKIP, false),
                SETTINGS,
                new StreamQuota(SETTINGS.quota(), () -> 0),
                new FragmentsAhead(100, 100),
                backlog -> toldLooks.add(Look.at(backlog)));
    }

    private StreamBacklog listed() throws Exception {
        StreamBacklog backlog = fresh();
        list(backlog, 1, 10);
        backlog.mediaAreAt(URI.create("http://other.test"));
        return backlog;
    }

    private StreamBacklog returned() {
        StreamBacklog backlog = fresh();
        backlog.takeBack(split(3, 4), Optional.empty());
        return backlog;
    }

    /** Lists a window that is cut after its first page. */
    private static void list(StreamBacklog backlog, int from, int to) throws Exception {
        assertThat(backlog.nextPage(START)).isPresent();
        backlog.listed(page(from, to, Optional.of("more")));
        assertThat(backlog.nextPage(START)).isPresent();
        backlog.listed(page(from, to, Optional.empty()));
    }

    private static FragmentPage page(int from, int to, Optional<String> token) {
        return new FragmentPage(
                IntStream.rangeClosed(from, to).mapToObj(StreamBacklogTest::at).toList(), token);
    }

    private static StreamDescription description() {
        return new StreamDescription(
                STREAM.name(),
                ARN,
                "ACTIVE",
                START,
                Duration.ofDays(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ListedFragment at(int second) {
        Instant start = START.plusSeconds(second);
        return new ListedFragment(
                Integer.toString(second), start, start, 1000, Duration.ofSeconds(1));
    }

    private static KvsArchiveSplit split(int from, int to) {
        return new KvsArchiveSplit(
                "0-1-0",
                1,
                STREAM,
                Optional.empty(),
                Optional.empty(),
                IntStream.rangeClosed(from, to)
                        .<FragmentToRead>mapToObj(second -> FragmentToRead.listed(at(second)))
                        .toList(),
                Optional.empty());
    }
}
