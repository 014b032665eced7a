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

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where order counts, fragments leave in the order of their split, whatever the service does. */
@Timeout(60)
class OrderedSplitRequestsTest {

    private static final long FRAGMENT_BYTES = bytes("1").length;
    private static final int FRAGMENTS = 9;
    private static final int ANSWERS_IN_DISORDER = 5;

    /** More attempts than answers that may go wrong. */
    private static final RetrySettings PATIENCE =
            new RetrySettings(10, Duration.ofMillis(1), Duration.ofMillis(1));

    private final FakeArchiveService service = new FakeArchiveService();

    @Test
    void handsOutInOrderWhatComesInReverse() throws Exception {
        service.withMedia(numbers -> body("5", "4", "3", "2", "1"));

        assertThat(read(split("s", "1", "2", "3", "4", "5"), Long.MAX_VALUE))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(service.mediaRequests()).hasSize(1);
    }

    @Test
    void handsOutAtOnceWhatComesInItsTurn() throws Exception {
        TestMedia.Body body = body("1", "2");
        service.withMedia(numbers -> body);
        SplitRequests requests = requests(split("s", "1", "2"), 0, QUICK_RETRIES);

        assertThat(requests.next()).map(SplitResult::fragmentNumber).contains("1");
        assertThat(body.isClosed()).isFalse();
    }

    @Test
    void asksFirstForTheFirstThatIsMissing() throws Exception {
        service.withMedia(numbers -> bodyOf(bytes("4", "1"), TestBodies.inBandError("2")))
                .withMedia(TestMedia::asAsked);

        assertThat(read(split("s", "1", "2", "3", "4", "5"), Long.MAX_VALUE))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3", "4", "5"), List.of("2"), List.of("3", "5"));
    }

    @Test
    void saysInItsPlaceThatAFragmentIsLost() throws Exception {
        service.withMedia(numbers -> bodyOf(bytes("3"), TestBodies.inBandError("2"), bytes("1")))
                .withMedia(numbers -> bodyOf(TestBodies.inBandError("2")))
                .withMedia(numbers -> bodyOf(TestBodies.inBandError("2")));

        assertThat(read(split("s", "1", "2", "3"), Long.MAX_VALUE))
                .containsExactly("1", "2 lost", "3");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1", "2", "3"), List.of("2"), List.of("2"));
    }

    /** Each further attempt asks for less, until what comes early has room. */
    @Test
    void asksAgainForWhatThereIsNoRoomToHold() throws Exception {
        service.withMedia(TestMedia::reversed);

        assertThat(read(split("s", "1", "2", "3", "4", "5"), FRAGMENT_BYTES))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(service.mediaRequests())
                .containsExactly(
                        List.of("1", "2", "3", "4", "5"),
                        List.of("2"),
                        List.of("3", "4"),
                        List.of("4"));
    }

    @Test
    void asksForLessAtOnceAlsoWhereAnAnswerThatOverflowsHasFailed() throws Exception {
        service.withMedia(numbers -> body("4", "3", "2")).withMedia(TestMedia::reversed);

        assertThat(read(split("s", "1", "2", "3", "4"), FRAGMENT_BYTES))
                .containsExactly("1", "2", "3", "4");
        assertThat(service.mediaRequests())
                .containsExactly(
                        List.of("1", "2", "3", "4"), List.of("1"), List.of("2", "3"), List.of("3"));
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "3, 100", "100, 100"})
    void endsWithWhateverRoom(int room, int count) throws Exception {
        String[] numbers =
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new);
        service.withMedia(TestMedia::reversed);

        assertThat(read(split("s", numbers), room * FRAGMENT_BYTES)).containsExactly(numbers);
        // In halves: far fewer than half of all numbers for each of them.
        assertThat(service.mediaRequests().stream().mapToInt(List::size).sum())
                .isLessThan(count * 10);
    }

    @Test
    void beginsWithTheFragmentThatWasEmittedInPart() throws Exception {
        service.withMedia(TestMedia::reversed);

        assertThat(read(splitInProgress("s", "1", 2, "1", "2", "3"), Long.MAX_VALUE))
                .containsExactly("1", "2", "3");
        assertThat(service.mediaRequests()).containsExactly(List.of("1"), List.of("2", "3"));
    }

    /** Who wrote the state did not care for order; to repeat frames would be worse. */
    @Test
    void beginsWithTheFragmentThatWasEmittedInPartEvenIfItIsNotTheFirst() throws Exception {
        service.withMedia(TestMedia::reversed);

        assertThat(read(splitInProgress("s", "2", 1, "1", "2", "3"), Long.MAX_VALUE))
                .containsExactly("2", "1", "3");
        assertThat(service.mediaRequests()).containsExactly(List.of("2"), List.of("1", "3"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4, 100})
    void keepsTheOrderWhateverGoesWrong(long room) throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            Disorder disorder = new Disorder(new Random(seed));
            FakeArchiveService troubled = new FakeArchiveService().withMedia(disorder::answer);
            String[] numbers = disorder.numbers.toArray(new String[0]);
            SplitRequests requests =
                    requests(troubled, split("s", numbers), room * FRAGMENT_BYTES, PATIENCE);

            assertThat(readAll(requests))
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(
                            disorder.numbers.stream()
                                    .map(n -> disorder.lost.contains(n) ? n + " lost" : n)
                                    .toList());
        }
    }

    /** A service that delivers in any order, fails in every way for a while, and some for ever. */
    private static final class Disorder {

        private final Random random;
        private final List<String> numbers =
                IntStream.rangeClosed(1, FRAGMENTS).mapToObj(Integer::toString).toList();
        private final Set<String> lost;
        private final boolean refuses;
        private int answers;

        Disorder(Random random) {
            this.random = random;
            this.lost = Set.copyOf(shuffled(numbers).subList(0, random.nextInt(3)));
            this.refuses = random.nextBoolean();
        }

        private List<String> shuffled(List<String> asked) {
            List<String> shuffled = new ArrayList<>(asked);
            Collections.shuffle(shuffled, random);
            return shuffled;
        }

        MediaBody answer(List<String> asked) throws ArchiveServiceException {
            boolean isInDisorder = answers++ < ANSWERS_IN_DISORDER;
            int kind = isInDisorder ? random.nextInt(6) : 0;
            if (kind == 1) {
                throw FakeArchiveService.error(ServiceErrorKind.THROTTLED, "not now");
            }
            if (kind == 2) {
                throw FakeArchiveService.error(
                        ServiceErrorKind.INVALID, "invalid: [" + shuffled(asked).get(0) + "]");
            }
            if (refuses && asked.stream().anyMatch(lost::contains)) {
                throw FakeArchiveService.error(ServiceErrorKind.INVALID, "invalid numbers");
            }
            String failing = kind == 3 ? shuffled(asked).get(0) : "";
            byte[][] parts =
                    shuffled(asked).stream()
                            .map(
                                    n ->
                                            lost.contains(n) || n.equals(failing)
                                                    ? TestBodies.inBandError(n)
                                                    : bytes(n))
                            .toArray(byte[][]::new);
            TestMedia.Body body = bodyOf(parts);
            int length = TestBodies.concat(parts).length;
            return switch (kind) {
                case 4 -> body.cutTo(random.nextInt(length));
                case 5 -> body.cutTo(random.nextInt(length)).failingAtItsEnd("Connection reset");
                default -> body;
            };
        }
    }

    private List<String> read(KvsArchiveSplit split, long room) throws Exception {
        return readAll(requests(split, room, QUICK_RETRIES));
    }

    private SplitRequests requests(KvsArchiveSplit split, long room, RetrySettings retry) {
        return requests(service, split, room, retry);
    }

    private static SplitRequests requests(
            FakeArchiveService service, KvsArchiveSplit split, long room, RetrySettings retry) {
        return TestMedia.requests(split, service, TestMedia.inOrder(retry), room);
    }

    /** The numbers of the fragments as they leave, all of which are whole or lost. */
    private static List<String> readAll(SplitRequests requests) throws Exception {
        List<String> numbers = new ArrayList<>();
        Optional<SplitResult> next = TestMedia.next(requests);
        while (next.isPresent()) {
            String number = next.get().fragmentNumber();
            if (next.get() instanceof SplitResult.Arrived arrived) {
                assertThat(arrived.fragment())
                        .isEqualTo(TestBodies.parsed(number, TestMedia.FRAMES));
                numbers.add(number);
            } else {
                numbers.add(number + " lost");
            }
            next = TestMedia.next(requests);
        }
        assertThat(requests.isComplete()).isTrue();
        return numbers;
    }
}
