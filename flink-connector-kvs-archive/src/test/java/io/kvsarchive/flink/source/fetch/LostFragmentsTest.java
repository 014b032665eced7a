/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bodyOf;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitInProgress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.ServiceErrorKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fragment that can't be had costs itself alone. */
@Timeout(30)
class LostFragmentsTest {

    /** How a fragment fails, within an answer that would bring others, and what that tells. */
    private record Failure(
            Function<String, byte[]> inItsPlace, LostFragment.Cause cause, String described) {}

    private static final byte[] NO_MATROSKA = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};

    private final FakeArchiveService service = new FakeArchiveService();

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        "an error in its place",
                        new Failure(
                                TestBodies::inBandError,
                                LostFragment.Cause.NOT_DELIVERED,
                                "the service could not deliver fragment 3: FRAGMENT_NOT_FOUND")),
                Arguments.of(
                        "nothing in its place",
                        new Failure(
                                number -> new byte[0],
                                LostFragment.Cause.NOT_DELIVERED,
                                "the answer ended before all fragments had come")),
                Arguments.of(
                        "no Matroska in its place",
                        new Failure(
                                number -> NO_MATROSKA,
                                LostFragment.Cause.UNREADABLE,
                                "Expected an element's id")),
                Arguments.of(
                        "broken bytes at its end",
                        new Failure(
                                number -> TestBodies.concat(bytes(number), NO_MATROSKA),
                                LostFragment.Cause.UNREADABLE,
                                "Fragment 3: ")),
                Arguments.of(
                        "a cut in its middle",
                        new Failure(
                                number -> Arrays.copyOf(bytes(number), bytes(number).length - 1),
                                LostFragment.Cause.NOT_DELIVERED,
                                "Fragment 3: ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void costsItselfAlone(String name, Failure failure) throws Exception {
        service.withMedia(numbers -> answer(numbers, Set.of("3"), failure.inItsPlace()));

        Outcome outcome = read(split("s", "1", "2", "3", "4", "5"), LostFragmentPolicy.SKIP);

        assertThat(outcome.arrived()).containsExactlyInAnyOrder("1", "2", "4", "5");
        assertThat(outcome.lost()).hasSize(1);
        LostFragment lost = outcome.lost().get(0);
        assertThat(lost.stream()).isEqualTo("camera");
        assertThat(lost.fragmentNumber()).isEqualTo("3");
        assertThat(lost.cause()).isEqualTo(failure.cause());
        assertThat(lost.description())
                .startsWith("not read in ")
                .contains("the last one: ")
                .contains(failure.described());
        assertThat(outcome.order()).endsWith("3");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failsTheJobForGoodWhereThatIsThePolicy(String name, Failure failure) {
        service.withMedia(numbers -> answer(numbers, Set.of("3"), failure.inItsPlace()));

        assertThatThrownBy(() -> read(split("s", "1", "2", "3", "4"), LostFragmentPolicy.FAIL))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessageStartingWith(
                        "Stream 'camera': fragment 3 is lost ("
                                + failure.cause()
                                + "): not read in ")
                .hasMessageContaining(failure.described())
                .hasMessageEndingWith(
                        "To go on without such fragments, set the option 'on-lost-fragment' to"
                                + " 'skip'; to try for longer, raise"
                                + " 'retry-strategy.attempts.max'.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 100})
    void findsTheOneThatARequestIsRefusedFor(int count) throws Exception {
        String[] numbers = numbers(count);
        for (int bad = 1; bad <= count; bad += Math.max(1, count / 5)) {
            FakeArchiveService refusing = new FakeArchiveService();
            Set<String> refused = Set.of(Integer.toString(bad));
            refusing.withMedia(
                    asked -> refusingAll(asked, refused, "Fragment numbers are invalid"));

            Outcome outcome = read(refusing, split("s", numbers), LostFragmentPolicy.SKIP);

            assertThat(outcome.arrived())
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(numbers).filter(n -> !refused.contains(n)).toList());
            assertThat(outcome.lost())
                    .extracting(LostFragment::fragmentNumber, LostFragment::cause)
                    .containsExactly(tuple(Integer.toString(bad), LostFragment.Cause.REFUSED));
        }
    }

    @Test
    void findsEachOfThoseThatARequestIsRefusedFor() throws Exception {
        Set<String> refused = Set.of("1", "2", "50", "99", "100");
        service.withMedia(asked -> refusingAll(asked, refused, "Fragment numbers are invalid"));

        Outcome outcome = read(split("s", numbers(100)), LostFragmentPolicy.SKIP);

        assertThat(outcome.arrived()).hasSize(95).doesNotContainAnyElementsOf(refused);
        assertThat(outcome.lost())
                .extracting(LostFragment::fragmentNumber)
                .containsExactlyInAnyOrderElementsOf(refused);
    }

    @Test
    void leavesOutAtOnceWhatTheRefusalNames() throws Exception {
        service.withMedia(asked -> refusingAll(asked, Set.of("3"), "No fragments [3], [77]"));

        Outcome outcome = read(split("s", "1", "2", "3", "4"), LostFragmentPolicy.SKIP);

        assertThat(outcome.lost()).extracting(LostFragment::fragmentNumber).containsExactly("3");
        assertThat(service.mediaRequests().subList(0, 3))
                .containsExactly(List.of("1", "2", "3", "4"), List.of("1", "2", "4"), List.of("3"));
    }

    @Test
    void takesARefusalThatRepeatsTheWholeRequestForOneThatNamesNothing() throws Exception {
        service.withMedia(asked -> refusingAll(asked, Set.of("3"), "Invalid request: " + asked));

        Outcome outcome = read(split("s", "1", "2", "3", "4"), LostFragmentPolicy.SKIP);

        assertThat(outcome.lost()).extracting(LostFragment::fragmentNumber).containsExactly("3");
        assertThat(service.mediaRequests().subList(0, 3))
                .containsExactly(List.of("1", "2", "3", "4"), List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void triesAsOftenAsItIsTold() throws Exception {
        service.withMedia(asked -> refusingAll(asked, Set.of("1"), "not readable"));

        Outcome outcome = read(split("s", "1"), LostFragmentPolicy.SKIP);

        assertThat(outcome.lost().get(0).description())
                .isEqualTo("not read in 3 attempts, the last one: not readable");
        assertThat(service.mediaRequests()).hasSize(3);
    }

    /** A fragment may be listed seconds before it can be read. */
    @Test
    void waitsForWhatIsReadableOnlyLater() throws Exception {
        service.withMedia(asked -> refusingAll(asked, Set.of("2"), "not readable"))
                .withMedia(asked -> refusingAll(asked, Set.of("2"), "not readable"))
                .withMedia(asked -> refusingAll(asked, Set.of("2"), "not readable"))
                .withMedia(TestMedia::asAsked);

        Outcome outcome = read(split("s", "1", "2"), LostFragmentPolicy.FAIL);

        assertThat(outcome.arrived()).containsExactly("1", "2");
    }

    /** Each further reading would be billed, and end at the same byte. */
    @Test
    void readsBytesThatAreBrokenInTheSameWayTwiceOnly() throws Exception {
        byte[] broken = TestBodies.concat(bytes("1"), NO_MATROSKA);
        service.withMedia(asked -> bodyOf(broken));

        Outcome outcome = read(split("s", "1"), LostFragmentPolicy.SKIP);

        assertThat(outcome.lost())
                .extracting(LostFragment::cause)
                .containsExactly(LostFragment.Cause.UNREADABLE);
        assertThat(service.mediaRequests()).hasSize(2);
    }

    @Test
    void losesNothingWhereTheServiceIsNotReached() {
        service.withMedia(
                asked -> {
                    throw FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "no route");
                });

        assertThatThrownBy(() -> read(split("s", "1", "2"), LostFragmentPolicy.SKIP))
                .isInstanceOf(UnreadableFragmentsException.class)
                .hasMessage(
                        "Stream 'camera': fragments 1, 2 could not be read in 3 attempts. The last"
                                + " one: no route");
    }

    @Test
    void tellsWhatTheListingKnowsOfTheFragment() throws Exception {
        Instant start = Instant.parse("2025-03-14T09:26:53.589Z");
        KvsArchiveSplit split =
                new KvsArchiveSplit(
                        "s",
                        1,
                        split("s").stream(),
                        Optional.empty(),
                        Optional.of(FakeArchiveService.MEDIA_ENDPOINT),
                        List.of(
                                new FragmentToRead.Listed(
                                        "1", start.toEpochMilli(), 5, 4711, 1796)),
                        Optional.empty());
        service.withMedia(asked -> refusingAll(asked, Set.of("1"), "gone"));

        assertThat(read(split, LostFragmentPolicy.SKIP).lost())
                .containsExactly(
                        new LostFragment(
                                "camera",
                                "1",
                                Optional.of(start),
                                4711,
                                0,
                                LostFragment.Cause.REFUSED,
                                "not read in 3 attempts, the last one: gone"));
    }

    @Test
    void losesAFragmentThatWasEmittedInPartBeforeItReadsOn() throws Exception {
        service.withMedia(asked -> refusingAll(asked, Set.of("2"), "gone"));

        Outcome outcome =
                read(splitInProgress("s", "2", 1, "1", "2", "3"), LostFragmentPolicy.SKIP);

        assertThat(outcome.order()).containsExactly("2", "1", "3");
        assertThat(outcome.lost()).extracting(LostFragment::emittedFrames).containsExactly(1);
        assertThat(service.mediaRequests())
                .containsExactly(List.of("2"), List.of("2"), List.of("2"), List.of("1", "3"));
    }

    @Test
    void goesOnWhereAllAreLost() throws Exception {
        Set<String> all = Set.of("1", "2", "3", "4", "5");
        service.withMedia(asked -> refusingAll(asked, all, "Fragment numbers are invalid"));

        Outcome outcome = read(split("s", "1", "2", "3", "4", "5"), LostFragmentPolicy.SKIP);

        assertThat(outcome.order()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(outcome.arrived()).isEmpty();
    }

    private record Outcome(List<String> arrived, List<LostFragment> lost, List<String> order) {}

    private Outcome read(KvsArchiveSplit split, LostFragmentPolicy policy) throws Exception {
        return read(service, split, policy);
    }

    private static Outcome read(
            FakeArchiveService service, KvsArchiveSplit split, LostFragmentPolicy policy)
            throws Exception {
        SplitRequests requests =
                TestMedia.requests(
                        split, service, TestMedia.settings(QUICK_RETRIES, policy), Long.MAX_VALUE);
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Optional<SplitResult> next = TestMedia.next(requests);
                next.isPresent();
                next = TestMedia.next(requests)) {
            if (next.get() instanceof SplitResult.Arrived arrived) {
                String number = arrived.fragment().metadata().fragmentNumber();
                assertThat(arrived.fragment())
                        .isEqualTo(TestBodies.parsed(number, TestMedia.FRAMES));
                outcome.arrived().add(number);
                outcome.order().add(number);
            } else {
                LostFragment lost = ((SplitResult.Lost) next.get()).fragment();
                outcome.lost().add(lost);
                outcome.order().add(lost.fragmentNumber());
            }
        }
        assertThat(requests.isComplete()).isTrue();
        return outcome;
    }

    private static String[] numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static MediaBody answer(
            List<String> asked, Set<String> bad, Function<String, byte[]> inTheirPlace) {
        return bodyOf(
                asked.stream()
                        .map(n -> bad.contains(n) ? inTheirPlace.apply(n) : bytes(n))
                        .toArray(byte[][]::new));
    }

    private static MediaBody refusingAll(List<String> asked, Set<String> bad, String message)
            throws ArchiveServiceException {
        if (asked.stream().anyMatch(bad::contains)) {
            throw FakeArchiveService.error(ServiceErrorKind.INVALID, message);
        }
        return body(asked.toArray(new String[0]));
    }
}
