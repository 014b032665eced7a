/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fragments are picked, and that a listing goes on where a checkpoint left it. */
class ListingResumeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ArchivedFragment.Filter ANY = fragment -> true;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void losesAndRepeatsNothingWhereverACheckpointFalls(long seed) throws Exception {
        Random random = new Random(seed);
        List<ListedFragment> fragments =
                FakeArchiveService.listed(
                        300, number -> at(number, START.plusMillis(random.nextInt(200))));

        List<String> delivered = readWithCheckpoints(fragments, FragmentSampling.ALL, ANY, random);

        assertThat(delivered)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 300).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void picksTheSameFragmentsWhereverACheckpointFalls(long seed) throws Exception {
        Random random = new Random(seed);
        List<ListedFragment> fragments =
                FakeArchiveService.listed(
                        300, number -> at(number, START.plusMillis(number * 700L)));

        List<String> everySeventh =
                readWithCheckpoints(fragments, new FragmentSampling(7, Duration.ZERO), ANY, random);
        List<String> everyFiveSeconds =
                readWithCheckpoints(
                        fragments, new FragmentSampling(1, Duration.ofSeconds(5)), ANY, random);
        List<String> everySecondOfTheLarge =
                readWithCheckpoints(
                        fragments,
                        new FragmentSampling(2, Duration.ZERO),
                        fragment -> fragment.sizeInBytes() > 250,
                        random);

        assertThat(everySeventh)
                .isEqualTo(
                        IntStream.rangeClosed(1, 300)
                                .filter(number -> number % 7 == 1)
                                .mapToObj(Integer::toString)
                                .toList());
        assertThat(everyFiveSeconds)
                .isEqualTo(
                        IntStream.rangeClosed(1, 300)
                                .filter(
                                        number ->
                                                number == 1
                                                        || number * 700 / 5000
                                                                > (number - 1) * 700 / 5000)
                                .mapToObj(Integer::toString)
                                .toList());
        assertThat(everySecondOfTheLarge)
                .isEqualTo(
                        IntStream.rangeClosed(251, 300)
                                .filter(number -> number % 2 == 1)
                                .mapToObj(Integer::toString)
                                .toList());
    }

    @Test
    void tellsTheFilterAllThatTheListingTells() throws Exception {
        ListedFragment fragment =
                new ListedFragment(
                        "7", START, START.plusMillis(250), 4711, Duration.ofMillis(1796));
        List<ArchivedFragment> seen = new ArrayList<>();

        ListedStream stream =
                stream(
                        List.of(fragment),
                        whole(),
                        FragmentSampling.ALL,
                        candidate -> !seen.add(candidate),
                        LostFragmentPolicy.FAIL);

        assertThat(stream.remainingWindows()).isEmpty();
        assertThat(seen)
                .containsExactly(
                        new ArchivedFragment(
                                "camera",
                                "7",
                                START,
                                START.plusMillis(250),
                                4711,
                                Duration.ofMillis(1796)));
    }

    @Test
    void keepsAPositionOfAFewBytesHoweverMuchIsListedAhead() throws Exception {
        List<ListedFragment> fragments =
                FakeArchiveService.listed(300, number -> at(number, START.plusSeconds(number)));
        ListedStream stream =
                stream(fragments, whole(), FragmentSampling.ALL, ANY, LostFragmentPolicy.FAIL);
        stream.remainingWindows();
        stream.take(17);

        ListingPosition position = stream.position().orElseThrow();

        assertThat(position.from()).isEqualTo(START.plusSeconds(18));
        assertThat(position.delivered()).isEmpty();
        assertThat(position.pending()).isEqualTo(300 - 17);
    }

    @Test
    void isDoneOnceAllIsListedAndHandedOut() throws Exception {
        ListedStream stream =
                stream(
                        List.of(at(1, START)),
                        whole(),
                        FragmentSampling.ALL,
                        ANY,
                        LostFragmentPolicy.FAIL);
        stream.remainingWindows();
        assertThat(stream.position()).isPresent();

        stream.take(1);

        assertThat(stream.position()).isEmpty();
    }

    @Test
    void failsWhereFragmentsAreGoneThatACheckpointHadListed() throws Exception {
        ListingPosition checkpoint = checkpointWithPending(10);

        ListedStream later = stream(remaining(14, 30), checkpoint, LostFragmentPolicy.FAIL);

        assertThatThrownBy(later::remainingWindows)
                .isInstanceOf(UnavailableDataException.class)
                .hasMessageStartingWith(
                        "Stream 'camera' keeps 3 of 20 fragments no more that began from"
                                + " 2026-01-01T00:00:11Z to 2027-01-01T00:00:00Z and that the job"
                                + " was to read when its last checkpoint was made.")
                .hasMessageContaining("'on-lost-fragment'");
    }

    @Test
    void goesOnWithWhatIsLeftWhereLossesAreSkipped() throws Exception {
        ListingPosition checkpoint = checkpointWithPending(10);

        ListedStream later = stream(remaining(14, 30), checkpoint, LostFragmentPolicy.SKIP);

        assertThat(later.remainingWindows())
                .extracting(FragmentToRead::fragmentNumber)
                .isEqualTo(IntStream.rangeClosed(14, 30).mapToObj(Integer::toString).toList());
    }

    private ListingPosition checkpointWithPending(int delivered) throws Exception {
        ListedStream first = stream(remaining(1, 30), whole(), LostFragmentPolicy.FAIL);
        first.remainingWindows();
        first.take(delivered);
        return first.position().orElseThrow();
    }

    private static List<ListedFragment> remaining(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> at(number, START.plusSeconds(number)))
                .toList();
    }

    private static List<String> readWithCheckpoints(
            List<ListedFragment> fragments,
            FragmentSampling sampling,
            ArchivedFragment.Filter filter,
            Random random)
            throws Exception {
        List<String> delivered = new ArrayList<>();
        Optional<ListingPosition> position = Optional.of(whole());
        while (position.isPresent()) {
            ListedStream stream =
                    stream(fragments, position.get(), sampling, filter, LostFragmentPolicy.FAIL);
            for (int steps = random.nextInt(4); steps > 0; steps--) {
                if (!stream.listing.isComplete()) {
                    stream.nextWindow();
                }
                delivered.addAll(stream.take(random.nextInt(stream.queue.size() + 1)));
            }
            position = stream.position();
        }
        return delivered;
    }

    private static ListedStream stream(
            List<ListedFragment> fragments, ListingPosition position, LostFragmentPolicy policy) {
        return stream(fragments, position, FragmentSampling.ALL, ANY, policy);
    }

    private static ListedStream stream(
            List<ListedFragment> fragments,
            ListingPosition position,
            FragmentSampling sampling,
            ArchivedFragment.Filter filter,
            LostFragmentPolicy policy) {
        return new ListedStream(
                new FakeArchiveService().withFragments("camera", fragments),
                position,
                new ListingSettings(50, Duration.ofMinutes(1), filter, sampling, policy),
                40);
    }

    private static ListingPosition whole() {
        return ListingPosition.ofRange(
                FragmentSelectorType.PRODUCER_TIMESTAMP,
                START,
                Instant.parse("2027-01-01T00:00:00Z"));
    }

    /** A fragment as large as its number. */
    private static ListedFragment at(int number, Instant start) {
        return new ListedFragment(
                Integer.toString(number), start, start.plusMillis(250), number, Duration.ZERO);
    }
}
