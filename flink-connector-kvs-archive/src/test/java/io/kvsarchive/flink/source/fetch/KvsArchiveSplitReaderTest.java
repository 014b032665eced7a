/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.LONG_WAITS;
import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bodyOf;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitInProgress;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsRemoval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KvsArchiveSplitReaderTest {

    private final FakeArchiveService service =
            new FakeArchiveService().withMedia(TestMedia::asAsked);

    @Test
    void fetchesAFragmentAtATimeAndFinishesTheSplitWithTheLast() throws Exception {
        KvsArchiveSplitReader reader = reader(Long.MAX_VALUE, split("s", "1", "2"));

        assertThat(Fetched.by(reader))
                .isEqualTo(new Fetched("s", List.of("1/0", "1/1", "1/2"), Set.of()));
        assertThat(Fetched.by(reader))
                .isEqualTo(new Fetched("s", List.of("2/0", "2/1", "2/2"), Set.of("s")));
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
    }

    @Test
    void readsOneSplitAfterTheOther() throws Exception {
        KvsArchiveSplitReader reader =
                reader(Long.MAX_VALUE, split("s", "1", "2"), split("t", "3"));

        assertThat(List.of(Fetched.by(reader), Fetched.by(reader), Fetched.by(reader)))
                .extracting(Fetched::splitId, fetched -> fetched.frames().get(0))
                .containsExactly(tuple("s", "1/0"), tuple("s", "2/0"), tuple("t", "3/0"));
        assertThat(service.mediaRequests()).containsExactly(List.of("1", "2"), List.of("3"));
    }

    @Test
    void finishesASplitOfWhichNothingIsLeft() throws Exception {
        KvsArchiveSplitReader reader = reader(Long.MAX_VALUE, split("s"), split("t", "1"));

        assertThat(Fetched.by(reader)).isEqualTo(new Fetched(null, List.of(), Set.of("s")));
        assertThat(Fetched.by(reader).finished()).containsExactly("t");
    }

    @Test
    void passesOverTheFramesThatWereEmittedBefore() throws Exception {
        KvsArchiveSplitReader reader =
                reader(Long.MAX_VALUE, splitInProgress("s", "1", 2, "1", "2"));

        assertThat(Fetched.by(reader).frames()).containsExactly("1/2");
        assertThat(Fetched.by(reader).frames()).containsExactly("2/0", "2/1", "2/2");
    }

    @Test
    void fetchesWhatIsLostInItsTurn() throws Exception {
        FakeArchiveService service =
                new FakeArchiveService()
                        .withMedia(numbers -> bodyOf(bytes("1"), TestBodies.inBandError("2")))
                        .withMedia(numbers -> bodyOf(TestBodies.inBandError("2")));
        KvsArchiveSplitReader reader =
                reader(service, QUICK_RETRIES, Long.MAX_VALUE, split("s", "1", "2"));

        assertThat(Fetched.by(reader))
                .isEqualTo(new Fetched("s", List.of("1/0", "1/1", "1/2"), Set.of()));
        assertThat(Fetched.by(reader)).isEqualTo(new Fetched("s", List.of("2 lost"), Set.of("s")));
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
    }

    @Test
    void readsNothingOfAPausedSplit() throws Exception {
        KvsArchiveSplit split = split("s", "1", "2");
        KvsArchiveSplitReader reader = reader(Long.MAX_VALUE, split);
        Fetched.by(reader);

        reader.pauseOrResumeSplits(List.of(split), List.of());
        reader.wakeUp();
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);

        reader.pauseOrResumeSplits(List.of(), List.of(split));
        assertThat(Fetched.by(reader).frames()).contains("2/0");
    }

    /** Flink pauses splits that have been read to their end and not yet emitted. */
    @Test
    void doesNotPauseANewSplitForAFinishedOneOfTheSameId() throws Exception {
        KvsArchiveSplit first = split("s", "1");
        KvsArchiveSplitReader reader = reader(Long.MAX_VALUE, first);
        Fetched.by(reader);
        reader.pauseOrResumeSplits(List.of(first), List.of(split("unknown")));

        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split("s", "2"))));
        reader.wakeUp();

        assertThat(Fetched.by(reader).frames()).contains("2/0");
    }

    @Test
    void readsNoFurtherThanTheBudgetUntilWhatWasReadIsEmitted() throws Exception {
        KvsArchiveSplitReader reader = reader(1, split("s", "1", "2", "3"));
        RecordsWithSplitIds<FetchedElement> first = reader.fetch();

        reader.wakeUp();
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);

        first.recycle();
        assertThat(Fetched.of(reader.fetch()).frames()).contains("2/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"camera", "door"})
    void readsAnotherSplitWhileTheFirstHasToWait(String otherStream) throws Exception {
        KvsArchiveSplitReader reader =
                reader(
                        refusing("1"),
                        LONG_WAITS,
                        Long.MAX_VALUE,
                        split("s", "1", "2"),
                        splitOf(otherStream, "t", "3", "4"));

        assertThat(Fetched.by(reader))
                .isEqualTo(new Fetched("t", List.of("3/0", "3/1", "3/2"), Set.of()));
        assertThat(Fetched.by(reader))
                .isEqualTo(new Fetched("t", List.of("4/0", "4/1", "4/2"), Set.of("t")));
        reader.wakeUp();
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
    }

    @Test
    void overtakesNoSplitOfTheSameStreamWhereOrderCounts() throws Exception {
        FakeArchiveService service = refusing("1");
        KvsArchiveSplitReader reader =
                reader(
                        split -> requests(split, service, TestMedia.inOrder(LONG_WAITS)),
                        Long.MAX_VALUE,
                        true,
                        split("s", "1"),
                        split("t", "2"),
                        splitOf("door", "u", "3"),
                        split("v", "4"));

        assertThat(Fetched.by(reader).frames()).contains("3/0");
        reader.wakeUp();
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
        assertThat(service.mediaRequests()).containsExactly(List.of("1"), List.of("3"));
    }

    @Test
    void overtakesNoPausedSplitOfTheSameStreamWhereOrderCounts() throws Exception {
        KvsArchiveSplit first = split("s", "1");
        KvsArchiveSplitReader reader =
                reader(
                        split -> requests(split, service, TestMedia.inOrder(LONG_WAITS)),
                        Long.MAX_VALUE,
                        true,
                        first,
                        split("t", "2"),
                        splitOf("door", "u", "3"));
        reader.pauseOrResumeSplits(List.of(first), List.of());

        assertThat(Fetched.by(reader).frames()).contains("3/0");
        reader.wakeUp();
        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
        reader.pauseOrResumeSplits(List.of(), List.of(first));
        assertThat(Fetched.by(reader).frames()).contains("1/0");
        assertThat(Fetched.by(reader).frames()).contains("2/0");
    }

    @Test
    void waitsNoLongerThanTheSplitThatHasToWaitLeast() throws Exception {
        FakeArchiveService service = refusing("1", "3");
        KvsArchiveSplit first = split("s", "1");
        KvsArchiveSplitReader reader =
                reader(
                        split ->
                                requests(
                                        split,
                                        service,
                                        split.equals(first) ? LONG_WAITS : QUICK_RETRIES),
                        Long.MAX_VALUE,
                        first,
                        split("t", "3"));

        assertThatThrownBy(reader::fetch)
                .isInstanceOf(UnreadableFragmentsException.class)
                .hasMessageContaining("fragment 3 could not be read in 3 attempts");
        assertThat(service.mediaRequests())
                .containsExactly(List.of("1"), List.of("3"), List.of("3"), List.of("3"));
    }

    /** Whoever's wait is over first: connections are the stream's. */
    @Test
    void neverHasTwoAnswersUnderWay() throws Exception {
        List<TestMedia.Body> bodies = new ArrayList<>();
        Set<String> cut = new HashSet<>(Set.of("2", "3", "5", "6"));
        FakeArchiveService service =
                new FakeArchiveService()
                        .withMedia(
                                numbers -> {
                                    assertThat(bodies).allMatch(TestMedia.Body::isClosed);
                                    TestMedia.Body whole = body(numbers.toArray(new String[0]));
                                    TestMedia.Body body =
                                            cut.remove(numbers.get(numbers.size() - 1))
                                                    ? whole.cutTo(bytes("1").length + 9)
                                                    : whole;
                                    bodies.add(body);
                                    return body;
                                });
        KvsArchiveSplitReader reader =
                reader(
                        service,
                        QUICK_RETRIES,
                        Long.MAX_VALUE,
                        split("s", "1", "2", "3"),
                        splitOf("door", "t", "4", "5", "6"));

        List<String> frames = new ArrayList<>();
        Set<String> finished = new HashSet<>();
        while (finished.size() < 2) {
            Fetched fetched = Fetched.by(reader);
            frames.addAll(fetched.frames());
            finished.addAll(fetched.finished());
        }

        assertThat(frames).hasSize(18).doesNotHaveDuplicates();
        assertThat(bodies).hasSizeGreaterThan(3).allMatch(TestMedia.Body::isClosed);
    }

    @Test
    void readsAnotherSplitWhileTheFirstIsPaused() throws Exception {
        KvsArchiveSplit first = split("s", "1");
        KvsArchiveSplitReader reader =
                reader(Long.MAX_VALUE, first, splitOf("door", "t", "2"), split("u", "3"));

        reader.pauseOrResumeSplits(List.of(first), List.of());
        assertThat(Fetched.by(reader).frames()).contains("2/0");
        reader.pauseOrResumeSplits(List.of(), List.of(first));

        assertThat(Fetched.by(reader).frames()).contains("1/0");
        assertThat(Fetched.by(reader).frames()).contains("3/0");
    }

    @Test
    void readsAnAnswerUnderWayToItsEndBeforeItGoesBack() throws Exception {
        KvsArchiveSplit first = split("s", "1");
        KvsArchiveSplitReader reader =
                reader(Long.MAX_VALUE, first, splitOf("door", "t", "2", "3"));
        reader.pauseOrResumeSplits(List.of(first), List.of());
        assertThat(Fetched.by(reader).frames()).contains("2/0");

        reader.pauseOrResumeSplits(List.of(), List.of(first));

        assertThat(Fetched.by(reader).frames()).contains("3/0");
        assertThat(Fetched.by(reader).frames()).contains("1/0");
    }

    @Test
    void readsNothingElseWhileASplitIsPausedOfWhichAnAnswerIsUnderWay() throws Exception {
        KvsArchiveSplit first = split("s", "1", "2");
        KvsArchiveSplitReader reader = reader(Long.MAX_VALUE, first, splitOf("door", "t", "3"));
        assertThat(Fetched.by(reader).frames()).contains("1/0");

        reader.pauseOrResumeSplits(List.of(first), List.of());
        reader.wakeUp();

        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
        assertThat(service.mediaRequests()).hasSize(1);
        reader.pauseOrResumeSplits(List.of(), List.of(first));
        assertThat(Fetched.by(reader).frames()).contains("2/0");
    }

    @Test
    void passesOnWhatAStreamRefuses() throws Exception {
        List<RefusedRequestEvent> refusals = new ArrayList<>();
        KvsArchiveSplitReader reader =
                new MediaFetch(
                                refusing("1"),
                                TestMedia.settings(QUICK_RETRIES),
                                FragmentElements.FRAMES,
                                refusals::add,
                                TestMedia.metrics())
                        .newSplitReader();
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split("s", "1"))));

        assertThatThrownBy(reader::fetch).isInstanceOf(UnreadableFragmentsException.class);

        RefusedRequestEvent refusal =
                new RefusedRequestEvent(new StreamReference("camera"), ServiceErrorKind.THROTTLED);
        assertThat(refusals).containsExactly(refusal, refusal, refusal);
    }

    /** Refuses each request that begins with one of these numbers. */
    private static FakeArchiveService refusing(String... first) {
        return new FakeArchiveService()
                .withMedia(
                        numbers -> {
                            if (List.of(first).contains(numbers.get(0))) {
                                throw FakeArchiveService.error(
                                        ServiceErrorKind.THROTTLED, "not now");
                            }
                            return TestMedia.asAsked(numbers);
                        });
    }

    /** What is held for its turn must not keep what it waits for from being read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void readsOnHoweverMuchWaitsForItsTurn(int room) throws Exception {
        KvsArchiveSplitReader reader =
                new MediaFetch(
                                new FakeArchiveService().withMedia(TestMedia::reversed),
                                TestMedia.inOrder(QUICK_RETRIES, 1 + room * bytes("1").length),
                                FragmentElements.FRAMES,
                                refusal -> {},
                                TestMedia.metrics())
                        .newSplitReader();
        reader.handleSplitsChanges(
                new SplitsAddition<>(List.of(split("s", "1", "2", "3", "4", "5"))));

        List<String> first = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            first.add(Fetched.by(reader).frames().get(0));
        }

        assertThat(first).containsExactly("1/0", "2/0", "3/0", "4/0", "5/0");
    }

    @Test
    void returnsNothingWhenAWaitForAnotherAttemptIsEnded() throws Exception {
        FakeArchiveService failing = new FakeArchiveService().withMedia(numbers -> body());
        KvsArchiveSplitReader reader = reader(failing, LONG_WAITS, Long.MAX_VALUE, split("s", "1"));

        reader.wakeUp();

        assertThat(Fetched.by(reader)).isEqualTo(Fetched.NOTHING);
        assertThat(failing.mediaRequests()).hasSize(1);
    }

    @Test
    void failsWithWhatTheServiceRefuses() {
        FakeArchiveService refusing =
                new FakeArchiveService()
                        .withMedia(
                                numbers -> {
                                    throw FakeArchiveService.error(
                                            ServiceErrorKind.DENIED, "not you");
                                });
        KvsArchiveSplitReader reader =
                reader(refusing, QUICK_RETRIES, Long.MAX_VALUE, split("s", "1"));

        assertThatThrownBy(reader::fetch).isInstanceOf(IOException.class).hasMessage("not you");
    }

    @Test
    void givesUpTheBodyUnderWayWhenItIsClosed() throws Exception {
        TestMedia.Body body = body("1", "2");
        FakeArchiveService counted = new FakeArchiveService().withMedia(numbers -> body);
        KvsArchiveSplitReader reader =
                reader(counted, QUICK_RETRIES, Long.MAX_VALUE, split("s", "1", "2"));
        reader.fetch();

        reader.close();

        assertThat(body.isClosed()).isTrue();
    }

    @Test
    void refusesToRemoveSplits() {
        KvsArchiveSplitReader reader = reader(1);

        assertThatThrownBy(
                        () ->
                                reader.handleSplitsChanges(
                                        new SplitsRemoval<>(List.of(split("s", "1")))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("SplitsRemoval");
    }

    private KvsArchiveSplitReader reader(long budget, KvsArchiveSplit... splits) {
        return reader(service, QUICK_RETRIES, budget, splits);
    }

    private static KvsArchiveSplitReader reader(
            FakeArchiveService service,
            RetrySettings retry,
            long budget,
            KvsArchiveSplit... splits) {
        return reader(split -> requests(split, service, retry), budget, splits);
    }

    private static SplitRequests requests(
            KvsArchiveSplit split, FakeArchiveService service, RetrySettings retry) {
        return requests(split, service, TestMedia.settings(retry));
    }

    private static SplitRequests requests(
            KvsArchiveSplit split, FakeArchiveService service, ReaderSettings settings) {
        return TestMedia.requests(split, service, settings, Long.MAX_VALUE);
    }

    private static KvsArchiveSplitReader reader(
            Function<KvsArchiveSplit, SplitRequests> requests,
            long budget,
            KvsArchiveSplit... splits) {
        return reader(requests, budget, false, splits);
    }

    private static KvsArchiveSplitReader reader(
            Function<KvsArchiveSplit, SplitRequests> requests,
            long budget,
            boolean isOrdered,
            KvsArchiveSplit... splits) {
        FetcherWait wait = new FetcherWait();
        KvsArchiveSplitReader reader =
                new KvsArchiveSplitReader(
                        requests,
                        FragmentElements.FRAMES,
                        new BufferBudget(budget, wait),
                        wait,
                        isOrdered,
                        TestMedia.metrics());
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(splits)));
        return reader;
    }

    /** A fetch: its split, the payloads of its frames, the splits that it finishes. */
    private record Fetched(String splitId, List<String> frames, Set<String> finished) {

        static final Fetched NOTHING = new Fetched(null, List.of(), Set.of());

        /** A fetch of which all is emitted at once. */
        static Fetched by(SplitReader<FetchedElement, KvsArchiveSplit> reader) throws IOException {
            RecordsWithSplitIds<FetchedElement> records = reader.fetch();
            Fetched fetched = of(records);
            records.recycle();
            return fetched;
        }

        static Fetched of(RecordsWithSplitIds<FetchedElement> records) {
            String splitId = records.nextSplit();
            List<String> frames = new ArrayList<>();
            if (splitId != null) {
                FetchedElement element = records.nextRecordFromSplit();
                while (element != null) {
                    frames.add(text(element));
                    element = records.nextRecordFromSplit();
                }
            }
            return new Fetched(splitId, frames, records.finishedSplits());
        }

        private static String text(FetchedElement element) {
            return element instanceof FetchedElement.OfFrame frame
                    ? new String(frame.frame().frame().payload(), StandardCharsets.UTF_8)
                    : ((FetchedElement.OfLoss) element).fragment().fragmentNumber() + " lost";
        }
    }
}
