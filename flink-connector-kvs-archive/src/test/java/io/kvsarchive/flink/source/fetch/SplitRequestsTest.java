/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.FRAMES;
import static io.kvsarchive.flink.source.fetch.TestMedia.LONG_WAITS;
import static io.kvsarchive.flink.source.fetch.TestMedia.NO_FRAME;
import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bodyOf;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.numberedSplit;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitInProgress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class SplitRequestsTest {

    private static final StreamReference CAMERA = new StreamReference("camera");

    private final FakeArchiveService service = new FakeArchiveService();
    private final List<RefusedRequestEvent> refusals = new ArrayList<>();

    @Test
    void handsOutWholeFragmentsAsTheyCome() throws Exception {
        service.withMedia(numbers -> body("2", "3", "1"));

        SplitRequests requests = requests(split("s", "1", "2", "3"));
        List<Fragment> fragments = readAll(requests);

        assertThat(fragments)
                .containsExactly(
                        TestBodies.parsed("2", FRAMES),
                        TestBodies.parsed("3", FRAMES),
                        TestBodies.parsed("1", FRAMES));
        assertThat(requests.isComplete()).isTrue();
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2", "3"));
    }

    @Test
    void asksNothingForASplitOfWhichNothingIsLeft() throws Exception {
        SplitRequests requests = requests(split("s"));

        assertThat(requests.isComplete()).isTrue();
        assertThat(requests.next()).isEmpty();
        assertThat(service.mediaRequests()).isEmpty();
    }

    @Test
    void passesOverWhatComesTwiceOrWasNotAskedFor() throws Exception {
        service.withMedia(numbers -> body("9", "1", "1", "8", "2"));

        assertThat(numbersOf(readAll(requests(split("s", "1", "2"))))).containsExactly("1", "2");
        assertThat(service.mediaRequests()).hasSize(1);
    }

    @Test
    void asksAgainForExactlyWhatACleanEndLeftOut() throws Exception {
        service.withMedia(numbers -> body("3", "1")).withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2", "3", "4")))))
                .containsExactly("3", "1", "2", "4");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3", "4"), List.of("2", "4"));
    }

    @Test
    void asksAgainForAFragmentThatWasCut() throws Exception {
        int cut = bytes("1", "2").length - 1;
        service.withMedia(numbers -> body("1", "2", "3").cutTo(cut)).withMedia(TestMedia::asAsked);

        assertThat(readAll(requests(split("s", "1", "2", "3"))))
                .containsExactly(
                        TestBodies.parsed("1", FRAMES),
                        TestBodies.parsed("2", FRAMES),
                        TestBodies.parsed("3", FRAMES));
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3"), List.of("2", "3"));
    }

    @Test
    void asksAgainAfterABrokenConnection() throws Exception {
        service.withMedia(numbers -> body("1", "2").failingAtItsEnd("Connection reset"))
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2", "3")))))
                .containsExactly("1", "2", "3");
        assertThat(service.mediaRequests().get(1)).containsExactly("2", "3");
    }

    @Test
    void asksAgainAfterMalformedBytes() throws Exception {
        service.withMedia(
                        numbers -> bodyOf(bytes("1"), bytes("2"), new byte[] {1, 2, 3, 4, 5, 6, 7}))
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2", "3")))))
                .containsExactly("1", "3", "2");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3"), List.of("3"), List.of("2"));
    }

    @Test
    void readsOnAfterAnErrorWithinTheBodyAndAsksAgainForItsFragment() throws Exception {
        service.withMedia(numbers -> bodyOf(bytes("1"), TestBodies.inBandError("2"), bytes("3")))
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2", "3")))))
                .containsExactly("1", "3", "2");
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2", "3"), List.of("2"));
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "CONNECTION_LIMIT", "UNAVAILABLE"})
    void asksAgainWhereARefusalMayPass(ServiceErrorKind kind) throws Exception {
        service.withMedia(
                        numbers -> {
                            throw FakeArchiveService.error(kind, "not now");
                        })
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2"))))).containsExactly("1", "2");
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2"), List.of("1", "2"));
    }

    @Test
    void tellsOfEachRefusalForAQuota() throws Exception {
        for (ServiceErrorKind kind :
                List.of(
                        ServiceErrorKind.THROTTLED,
                        ServiceErrorKind.CONNECTION_LIMIT,
                        ServiceErrorKind.INVALID,
                        ServiceErrorKind.UNAVAILABLE)) {
            service.withMedia(
                    numbers -> {
                        throw FakeArchiveService.error(kind, "not now");
                    });
        }
        service.withMedia(numbers -> body("1")).withMedia(TestMedia::asAsked);

        readAll(requests(split("s", "1", "2")));

        assertThat(refusals)
                .containsExactly(
                        new RefusedRequestEvent(CAMERA, ServiceErrorKind.THROTTLED),
                        new RefusedRequestEvent(CAMERA, ServiceErrorKind.CONNECTION_LIMIT));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "DENIED"})
    void asksAFreshEndpointWhereTheKeptOneRefuses(ServiceErrorKind kind) throws Exception {
        service.withMedia(
                        numbers -> {
                            throw FakeArchiveService.error(kind, "not here");
                        })
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1"))))).containsExactly("1");
        assertThat(service.forgottenEndpoints()).isEqualTo(1);
    }

    @Test
    void failsWhereAFreshEndpointDeniesIt() {
        ArchiveServiceException refusal =
                FakeArchiveService.error(ServiceErrorKind.DENIED, "never");
        service.withMedia(
                numbers -> {
                    throw refusal;
                });

        assertThatThrownBy(() -> readAll(requests(split("s", "1")))).isSameAs(refusal);
        assertThat(service.mediaRequests()).hasSize(2);
    }

    @Test
    void failsForGoodWhereThereIsNoStream() {
        service.withMedia(
                numbers -> {
                    throw FakeArchiveService.error(ServiceErrorKind.NOT_FOUND, "no 'camera'");
                });

        assertThatThrownBy(() -> readAll(requests(split("s", "1"))))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage("no 'camera'");
        assertThat(service.mediaRequests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "DENIED"})
    void tellsOfAllThatIsLeftOfABrokenStreamWhereThoseAreSkipped(ServiceErrorKind kind)
            throws Exception {
        service.withMedia(numbers -> body("1"))
                .withMedia(
                        numbers -> {
                            throw FakeArchiveService.error(kind, "no more of 'camera'");
                        });

        SplitRequests requests =
                requests(split("s", "1", "2", "3"), TestMedia.skippingBrokenStreams(QUICK_RETRIES));
        List<SplitResult> results = new ArrayList<>();
        while (!requests.isComplete()) {
            TestMedia.next(requests).ifPresent(results::add);
        }

        assertThat(results.get(0)).isInstanceOf(SplitResult.Arrived.class);
        assertThat(results.subList(1, results.size()))
                .extracting(result -> ((SplitResult.Lost) result).fragment())
                .extracting(LostFragment::fragmentNumber, LostFragment::description)
                .containsExactly(
                        tuple("2", "no more of 'camera'"), tuple("3", "no more of 'camera'"));
    }

    @Test
    void saysAfterAllAttemptsWhatIsMissingAndWhy() {
        service.withMedia(numbers -> body("1"))
                .withMedia(
                        numbers -> {
                            throw FakeArchiveService.error(
                                    ServiceErrorKind.THROTTLED, "too much of this");
                        });

        assertThatThrownBy(() -> readAll(requests(split("s", "1", "2", "3", "4", "5", "6"))))
                .hasMessage(
                        "Stream 'camera': fragments 2, 3, 4 and 2 more could not be read in 3"
                                + " attempts. The last one: too much of this")
                .hasCauseInstanceOf(ArchiveServiceException.class);
        assertThat(service.mediaRequests()).hasSize(4);
    }

    @Test
    void countsAttemptsAnewWheneverAFragmentHasCome() throws Exception {
        FakeArchiveService.MediaAnswer down =
                numbers -> {
                    throw FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down");
                };
        service.withMedia(down)
                .withMedia(down)
                .withMedia(numbers -> body("1"))
                .withMedia(down)
                .withMedia(down)
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1", "2"))))).containsExactly("1", "2");
        assertThat(service.mediaRequests()).hasSize(6);
    }

    @Test
    void takesAConnectionThatBreaksBeforeTheFirstByteForNoAnswer() {
        service.withMedia(numbers -> body().failingAtItsEnd("Connection reset"));

        assertThatThrownBy(() -> readAll(requests(split("s", "1"))))
                .isInstanceOf(UnreadableFragmentsException.class)
                .hasMessage(
                        "Stream 'camera': fragment 1 could not be read in 3 attempts. The last one:"
                                + " Connection reset");
    }

    @Test
    void takesTheLastFragmentAtTheEndOfABodyThatHttpDelimits() throws Exception {
        service.withMedia(numbers -> body("1"));

        assertThat(numbersOf(readAll(requests(split("s", "1"))))).containsExactly("1");
        assertThat(service.mediaRequests()).hasSize(1);
    }

    /** The listing tells that a frame is missing, which neither the bytes nor HTTP do. */
    @Test
    void readsAgainWhatEndsInPeaceAndIsShorterThanListed() throws Exception {
        service.withMedia(numbers -> bodyOf(bytes("1"), TestBodies.fragment("2", 2)))
                .withMedia(TestMedia::asAsked);

        assertThat(readAll(requests(split("s", "1", "2", "3"))))
                .containsExactly(
                        TestBodies.parsed("1", FRAMES),
                        TestBodies.parsed("2", FRAMES),
                        TestBodies.parsed("3", FRAMES));
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3"), List.of("2", "3"));
    }

    /** The listing tells of all frames, whichever are kept. */
    @Test
    void takesAWholeFragmentAtOnceOfWhichNoFrameIsKept() throws Exception {
        service.withMedia(TestMedia::asAsked);

        List<Fragment> fragments = readAll(requests(split("s", "1", "2"), NO_FRAME));

        assertThat(numbersOf(fragments)).containsExactly("1", "2");
        assertThat(fragments).allMatch(fragment -> fragment.frames().isEmpty());
        assertThat(service.mediaRequests()).hasSize(1);
    }

    @Test
    void readsAgainWhatIsShorterThanListedWhicheverFramesAreKept() throws Exception {
        service.withMedia(numbers -> bodyOf(TestBodies.fragment("1", 2)))
                .withMedia(TestMedia::asAsked);

        List<Fragment> fragments = readAll(requests(split("s", "1"), NO_FRAME));

        assertThat(fragments).extracting(Fragment::bytesRead).containsExactly(wholeBytes());
        assertThat(service.mediaRequests()).containsExactly(List.of("1"), List.of("1"));
    }

    /** Of two answers without a kept frame, that which ends later is another. */
    @Test
    void prefersALongerAnswerWhicheverFramesAreKept() throws Exception {
        service.withMedia(numbers -> bodyOf(TestBodies.fragment("1", 2)).endingWithTheConnection())
                .withMedia(numbers -> body("1").endingWithTheConnection())
                .withMedia(numbers -> body("1").endingWithTheConnection());

        List<Fragment> fragments = readAll(requests(split("s", "1"), NO_FRAME));

        assertThat(fragments).extracting(Fragment::bytesRead).containsExactly(wholeBytes());
        assertThat(service.mediaRequests()).hasSize(3);
    }

    private static long wholeBytes() {
        return bytes("1").length;
    }

    @ParameterizedTest
    @CsvSource({"1000000, 2", "10, 100"})
    void takesWhatFallsShortOfTheListingWhenASecondAnswerDoes(long size, long length)
            throws Exception {
        KvsArchiveSplit split =
                new KvsArchiveSplit(
                        "s",
                        1,
                        split("s").stream(),
                        Optional.empty(),
                        Optional.of(FakeArchiveService.MEDIA_ENDPOINT),
                        List.of(new FragmentToRead.Listed("1", 0, 0, size, length)),
                        Optional.empty());
        service.withMedia(TestMedia::asAsked);

        assertThat(readAll(requests(split))).containsExactly(TestBodies.parsed("1", FRAMES));
        assertThat(service.mediaRequests()).containsExactly(List.of("1"), List.of("1"));
    }

    /** Nothing is known of its extent, and others should have come after it. */
    @Test
    void readsAgainTheLastFragmentOfAnAnswerThatLacksOthers() throws Exception {
        service.withMedia(numbers -> body("1", "2")).withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(numberedSplit("s", "1", "2", "3")))))
                .containsExactly("1", "2", "3");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3"), List.of("2", "3"));
    }

    @Test
    void takesTheLastFragmentOfAnAnswerThatExcusesTheOthers() throws Exception {
        service.withMedia(numbers -> bodyOf(TestBodies.inBandError("2"), bytes("1")))
                .withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(numberedSplit("s", "1", "2")))))
                .containsExactly("1", "2");
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2"), List.of("2"));
    }

    @Test
    void takesAnUnprovenFragmentWhenASecondAnswerEndsInTheSamePlace() throws Exception {
        service.withMedia(numbers -> body("1", "2").endingWithTheConnection())
                .withMedia(numbers -> body("2").endingWithTheConnection());

        assertThat(readAll(requests(split("s", "1", "2"))))
                .containsExactly(TestBodies.parsed("1", FRAMES), TestBodies.parsed("2", FRAMES));
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2"), List.of("2"));
    }

    @Test
    void prefersALongerAnswerToAnUnprovenFragment() throws Exception {
        service.withMedia(numbers -> bodyOf(TestBodies.fragment("1", 2)).endingWithTheConnection())
                .withMedia(numbers -> bodyOf(TestBodies.fragment("1", 5)).endingWithTheConnection())
                .withMedia(
                        numbers -> bodyOf(TestBodies.fragment("1", 5)).endingWithTheConnection());

        assertThat(readAll(requests(split("s", "1")))).containsExactly(TestBodies.parsed("1", 5));
        assertThat(service.mediaRequests()).hasSize(3);
    }

    @Test
    void forgetsTheEndpointThatDeliveredNothing() throws Exception {
        service.withMedia(numbers -> body())
                .withMedia(numbers -> body("1"))
                .withMedia(
                        numbers -> {
                            throw FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "down");
                        })
                .withMedia(TestMedia::asAsked);
        SplitRequests requests = requests(split("s", "1", "2"));

        assertThat(TestMedia.next(requests)).isPresent();
        assertThat(service.forgottenEndpoints()).isEqualTo(1);
        assertThat(TestMedia.next(requests)).isPresent();
        assertThat(service.forgottenEndpoints()).isEqualTo(2);
    }

    @Test
    void forgetsTheEndpointThatHasNothingForTheOnlyFragment() throws Exception {
        service.withMedia(numbers -> body()).withMedia(TestMedia::asAsked);

        assertThat(numbersOf(readAll(requests(split("s", "1"))))).containsExactly("1");
        assertThat(service.forgottenEndpoints()).isEqualTo(1);
    }

    @Test
    void keepsTheEndpointThatDeliveredSomething() throws Exception {
        service.withMedia(numbers -> body("1")).withMedia(TestMedia::asAsked);

        readAll(requests(split("s", "1", "2")));

        assertThat(service.mediaRequests()).hasSize(2);
        assertThat(service.forgottenEndpoints()).isZero();
    }

    /** The state knows of one fragment how far it has been emitted, and must not forget it. */
    @Test
    void readsAFragmentThatWasEmittedInPartAloneAndFirst() throws Exception {
        service.withMedia(numbers -> body("1", "2", "3")).withMedia(TestMedia::asAsked);

        List<Fragment> fragments = readAll(requests(splitInProgress("s", "2", 1, "1", "2", "3")));

        assertThat(numbersOf(fragments)).containsExactly("2", "1", "3");
        assertThat(service.mediaRequests()).containsExactly(List.of("2"), List.of("1", "3"));
        assertThat(service.forgottenEndpoints()).isZero();
    }

    @Test
    void asksNothingBeforeItsTime() throws Exception {
        service.withMedia(numbers -> body()).withMedia(TestMedia::asAsked);
        SplitRequests requests = requests(split("s", "1"), LONG_WAITS);
        assertThat(requests.delay()).isZero();

        for (int i = 0; i < 3; i++) {
            assertThat(requests.next()).isEmpty();
        }

        assertThat(requests.delay()).isPositive();
        assertThat(requests.isComplete()).isFalse();
        assertThat(service.mediaRequests()).hasSize(1);
    }

    @Test
    void givesUpTheBodyWhenItIsClosed() throws Exception {
        TestMedia.Body body = body("1", "2", "3");
        service.withMedia(numbers -> body);
        SplitRequests requests = requests(split("s", "1", "2", "3"));
        assertThat(requests.next()).isPresent();
        assertThat(body.isClosed()).isFalse();

        requests.close();
        requests.close();

        assertThat(body.isClosed()).isTrue();
    }

    @Test
    void closesEachBodyThatItIsDoneWith() throws Exception {
        List<TestMedia.Body> bodies = List.of(body("1"), body("2").cutTo(100), body("2"));
        bodies.forEach(body -> service.withMedia(numbers -> body));

        readAll(requests(split("s", "1", "2")));

        assertThat(bodies).allMatch(TestMedia.Body::isClosed);
    }

    private SplitRequests requests(KvsArchiveSplit split) {
        return requests(split, QUICK_RETRIES);
    }

    private SplitRequests requests(KvsArchiveSplit split, RetrySettings retry) {
        return requests(split, TestMedia.settings(retry));
    }

    private SplitRequests requests(KvsArchiveSplit split, ReaderSettings settings) {
        return new SplitRequests(
                split,
                service,
                settings,
                TestMedia.budget(Long.MAX_VALUE),
                refusals::add,
                TestMedia.mediaMetrics(),
                new RequestLog(System::nanoTime));
    }

    private SplitRequests requests(KvsArchiveSplit split, FrameFilter frames) {
        return requests(split, TestMedia.settings(QUICK_RETRIES, frames));
    }

    private static List<Fragment> readAll(SplitRequests requests) throws Exception {
        List<Fragment> fragments = new ArrayList<>();
        for (Optional<SplitResult> next = TestMedia.next(requests);
                next.isPresent();
                next = TestMedia.next(requests)) {
            fragments.add(((SplitResult.Arrived) next.get()).fragment());
        }
        return fragments;
    }

    private static List<String> numbersOf(List<Fragment> fragments) {
        return fragments.stream().map(fragment -> fragment.metadata().fragmentNumber()).toList();
    }
}
