/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that goes through the past, and then stays at the live edge of a stream. */
class UnboundedListingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LATENESS = Duration.ofSeconds(60);
    private static final int MAX_FRAGMENTS = 50;

    private final List<ListedFragment> archive = new ArrayList<>();
    private final FakeArchiveService service =
            new FakeArchiveService().withFragments("camera", archive);

    /** When each fragment becomes visible is told by the archive's list as time goes by. */
    private record Arrival(ListedFragment fragment, Instant visibleAt) {}

    @Test
    void goesThroughThePastInClosedWindowsAndThenPollsTheEnd() throws Exception {
        everySecond(0, 1000);
        ListedStream stream = stream(position(START));
        stream.now = START.plusSeconds(1000);

        List<String> found = catchUp(stream);

        assertThat(found).isEqualTo(numbers(0, 1000));
        assertThat(stream.listing.isComplete()).isFalse();
        assertThat(stream.listing.from()).isEqualTo(stream.now.minus(LATENESS));
        assertThat(service.windows())
                .hasSizeGreaterThan(20)
                .filteredOn(window -> window.end().isAfter(stream.now))
                .hasSizeLessThan(5);

        everySecond(1000, 1003);
        stream.now = START.plusSeconds(1003);
        assertThat(numbersOf(stream.nextWindow())).isEqualTo(numbers(1000, 1003));
        assertThat(stream.nextWindow()).isEmpty();
    }

    @Test
    void paysLittleForAPollOfAnIdleStream() throws Exception {
        ListedStream stream = stream(position(START));
        stream.now = START.plusSeconds(10);
        catchUp(stream);
        int before = service.requestedResults().size();

        for (int i = 0; i < 100; i++) {
            stream.now = stream.now.plusSeconds(2);
            assertThat(stream.nextWindow()).isEmpty();
        }

        List<Integer> asked = service.requestedResults();
        assertThat(asked.subList(before, asked.size())).hasSize(100).containsOnly(10);
    }

    @Test
    void asksForMoreAtATimeTheMoreItKnowsToBeThere() throws Exception {
        everySecond(0, 100);
        ListedStream stream = stream(position(START));
        stream.now = START.plusSeconds(100);
        catchUp(stream);
        int before = service.requestedResults().size();
        everySecond(100, 102);
        stream.now = START.plusSeconds(102);

        assertThat(numbersOf(stream.nextWindow())).isEqualTo(numbers(100, 102));

        List<Integer> asked = service.requestedResults();
        assertThat(asked.subList(before, asked.size())).containsExactly(60 + 15 + 10);
    }

    /** Random arrivals: some late to be seen, some with old producer times, a job that restarts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void findsEachFragmentOnceThatBecomesVisibleWithinTheLateness(long seed) throws Exception {
        Random random = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Instant server = START.plusMillis(random.nextInt(600_000));
            Instant producer =
                    random.nextInt(4) == 0 ? server.minusSeconds(random.nextInt(500_000)) : server;
            Duration delay =
                    random.nextInt(5) == 0
                            ? Duration.ofMillis(random.nextLong(LATENESS.toMillis()))
                            : Duration.ofMillis(800);
            arrivals.add(
                    new Arrival(
                            new ListedFragment("" + i, producer, server, 1, Duration.ZERO),
                            server.plus(delay)));
        }
        ListedStream stream = stream(position(START));
        stream.now = START;
        List<String> delivered = new ArrayList<>();
        while (stream.now.isBefore(START.plusSeconds(800))) {
            stream.now = stream.now.plusMillis(random.nextInt(20_000));
            Instant now = stream.now;
            archive.clear();
            arrivals.stream()
                    .filter(arrival -> !arrival.visibleAt().isAfter(now))
                    .forEach(arrival -> archive.add(arrival.fragment()));
            stream.nextWindow();
            delivered.addAll(stream.take(random.nextInt(stream.queue.size() + 1)));
            if (random.nextInt(3) == 0) {
                ListingPosition checkpoint = stream.position().orElseThrow();
                stream = stream(checkpoint);
                stream.now = now;
            }
        }
        while (!stream.listing.isAtLiveEdge()) {
            stream.nextWindow();
        }
        delivered.addAll(stream.take(stream.queue.size()));

        assertThat(delivered).containsExactlyInAnyOrderElementsOf(numbers(0, 600));
    }

    @Test
    void keepsNoMoreInACheckpointThanWasHandedOutWithinTheLateness() throws Exception {
        ListedStream stream = stream(position(START));
        for (int second = 0; second < 2000; second += 2) {
            everySecond(second, second + 2);
            stream.now = START.plusSeconds(second + 2);
            stream.nextWindow();
            stream.take(stream.queue.size());
        }

        ListingPosition checkpoint = stream.position().orElseThrow();

        assertThat(checkpoint.delivered()).hasSizeBetween(60, 62).containsKeys("1999", "1940");
        assertThat(checkpoint.from()).isEqualTo(START.plusSeconds(2000).minus(LATENESS));
    }

    @Test
    void leavesOutWhatBeganBeforeTheStartByTheProducersClock() throws Exception {
        archive.add(new ListedFragment("old", START.minusMillis(1), START, 1, Duration.ZERO));
        archive.add(new ListedFragment("new", START, START, 1, Duration.ZERO));
        ListingPosition position =
                ListingPosition.unbounded(START.minus(Duration.ofDays(1)), START, START);

        assertThat(catchUp(stream(position))).containsExactly("new");
    }

    private List<String> catchUp(ListedStream stream) throws Exception {
        List<String> found = new ArrayList<>();
        do {
            found.addAll(numbersOf(stream.nextWindow()));
        } while (!stream.listing.isAtLiveEdge());
        return found;
    }

    private ListedStream stream(ListingPosition position) {
        return new ListedStream(
                service,
                position,
                new ListingSettings(
                        100,
                        LATENESS,
                        fragment -> true,
                        FragmentSampling.ALL,
                        LostFragmentPolicy.FAIL),
                MAX_FRAGMENTS);
    }

    private static ListingPosition position(Instant start) {
        return ListingPosition.unbounded(start, Instant.EPOCH, start.plusSeconds(1000));
    }

    /** Fragments whose numbers are the seconds in which they are received. */
    private void everySecond(int from, int to) {
        for (int second = from; second < to; second++) {
            Instant time = START.plusSeconds(second);
            archive.add(
                    new ListedFragment(
                            Integer.toString(second), time, time, 1000, Duration.ofMillis(900)));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> numbersOf(List<FragmentToRead.Listed> fragments) {
        return fragments.stream().map(FragmentToRead::fragmentNumber).toList();
    }
}
