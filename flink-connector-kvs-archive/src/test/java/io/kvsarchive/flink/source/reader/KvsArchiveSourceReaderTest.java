/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import static io.kvsarchive.flink.source.fetch.TestMedia.NO_FRAME;
import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitInProgress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.fetch.TestMedia;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.split.EnoughRecordsEvent;
import io.kvsarchive.flink.source.split.FinishedSplitsEvent;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.NothingLeftEvent;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every body has fragments of three frames. */
@Timeout(30)
class KvsArchiveSourceReaderTest {

    private final List<KvsArchiveSourceReader<?>> readers = new ArrayList<>();
    private final FakeArchiveService service =
            new FakeArchiveService().withMedia(TestMedia::asAsked);
    private final RecordingContext context = new RecordingContext();
    private final RecordingReaderOutput<ArchivedFrame> output = new RecordingReaderOutput<>();

    @AfterEach
    void close() throws Exception {
        for (KvsArchiveSourceReader<?> reader : readers) {
            reader.close();
        }
    }

    @Test
    void asksForTwoSplitsWhenItStarts() throws Exception {
        start(reader());

        assertThat(context.messages).containsExactly("restored []", "request", "request");
    }

    /** As HybridSource does. */
    @Test
    void takesOverWhatItIsGivenAfterItsStart() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        reader.start();
        reader.addSplits(List.of(split("s", "1").assigned("s", 4)));

        reader.pollNext(output);

        assertThat(context.messages).containsExactly("restored [s]", "request");
    }

    @Test
    void tellsOfEachSplitThatReachesIt() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        context.messages.clear();

        reader.addSplits(List.of(split("s", "1").assigned("s", 4)));
        reader.addSplits(List.of(split("t", "2").assigned("t", 7)));

        assertThat(context.messages).containsExactly("received 4", "received 7");
    }

    /**
     * What the enumerator learns from it after a restore: that the split has reached the reader.
     */
    @Test
    void keepsTheLatestSplitInItsStateWhenItIsFinished() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1").assigned("s", 4)));
        assertThat(reader.snapshotState(1)).containsExactly(split("s", "1").assigned("s", 4));

        readFrames(reader, 3);
        finishFetch(reader);

        assertThat(reader.snapshotState(2)).containsExactly(split("s").assigned("s", 4));
        reader.addSplits(List.of(split("t", "2").assigned("t", 5)));
        assertThat(reader.snapshotState(3)).containsExactly(split("t", "2").assigned("t", 5));
    }

    @Test
    void asksForASplitWheneverItHasFinishedOne() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1"), split("t", "2")));
        context.messages.clear();

        readFrames(reader, 6);
        finishFetch(reader);

        assertThat(payloads()).containsExactly("1/0", "1/1", "1/2", "2/0", "2/1", "2/2");
        assertThat(context.messages)
                .containsExactly("finished [s]", "request", "finished [t]", "request");
    }

    /** As HybridSource gives them back. */
    @Test
    void readsSplitsThatHadTheSameIdOneAfterTheOther() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1").assigned("s", 1)));
        reader.addSplits(
                List.of(split("s", "2").assigned("s", 2), split("s", "3").assigned("s", 3)));
        assertThat(reader.snapshotState(1))
                .containsExactly(
                        split("s", "1").assigned("s", 1),
                        split("s+2", "2").assigned("s+2", 2),
                        split("s+3", "3").assigned("s+3", 3));

        readFrames(reader, 9);
        finishFetch(reader);
        assertThat(payloads())
                .containsExactly("1/0", "1/1", "1/2", "2/0", "2/1", "2/2", "3/0", "3/1", "3/2");

        reader.addSplits(List.of(split("s", "4").assigned("s", 4)));
        assertThat(reader.snapshotState(2)).containsExactly(split("s", "4").assigned("s", 4));
    }

    /** It waits to be told so, and does nothing meanwhile. */
    @Test
    void endsWhenItHasEnoughRecords() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader =
                reader(service, FrameFilter.ALL, false, TestMedia.NO_WATERMARKS, new Enough(4));
        start(reader);
        reader.addSplits(List.of(split("s", "1"), split("t", "2")));
        readFrames(reader, 4);
        context.messages.clear();

        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.isAvailable()).isNotDone();
        assertThat(context.messages).containsExactly("enough");

        reader.notifyNoMoreSplits();
        assertThat(reader.isAvailable()).isDone();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(payloads()).containsExactly("1/0", "1/1", "1/2", "2/0");
    }

    @Test
    void asksForNoMoreThanItHasRoomFor() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1")));
        context.messages.clear();

        readFrames(reader, 3);
        finishFetch(reader);

        assertThat(context.messages).containsExactly("finished [s]", "request");
    }

    @Test
    void tellsThatARequestWasRefusedSinceAQuotaIsUsedUp() throws Exception {
        FakeArchiveService refusing =
                new FakeArchiveService()
                        .withMedia(refusal(ServiceErrorKind.THROTTLED))
                        .withMedia(refusal(ServiceErrorKind.CONNECTION_LIMIT))
                        .withMedia(TestMedia::asAsked);
        KvsArchiveSourceReader<ArchivedFrame> reader = reader(refusing);
        start(reader);
        context.messages.clear();
        reader.addSplits(List.of(split("s", "1")));

        readFrames(reader, 3);

        assertThat(context.messages)
                .contains("refused THROTTLED of camera", "refused CONNECTION_LIMIT of camera");
    }

    @Test
    void tellsOfTheSplitsThatItTookOverBeforeItAsks() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        reader.addSplits(List.of(split("s", "1")));

        start(reader);

        assertThat(context.messages).containsExactly("restored [s]", "request");
    }

    @Test
    void asksForNothingWhileItHasSplitsThatItTookOver() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        reader.addSplits(List.of(split("s", "1"), split("t", "2"), split("u", "3")));
        start(reader);
        assertThat(context.messages).containsExactly("restored [s, t, u]");

        readFrames(reader, 4);
        assertThat(context.messages).doesNotContain("request");
        readFrames(reader, 3);

        assertThat(context.messages)
                .containsExactly("restored [s, t, u]", "finished [s]", "finished [t]", "request");
    }

    @Test
    void goesOnAtTheVeryFrameOfASnapshot() throws Exception {
        for (int frames = 0; frames <= 9; frames++) {
            output.clearEmittedRecords();
            KvsArchiveSourceReader<ArchivedFrame> first = reader();
            first.start();
            first.addSplits(List.of(split("s", "1", "2"), split("t", "3")));
            readFrames(first, frames);
            List<KvsArchiveSplit> snapshot = first.snapshotState(1);

            KvsArchiveSourceReader<ArchivedFrame> second = reader();
            second.addSplits(snapshot);
            second.start();
            readFrames(second, 9 - frames);
            finishFetch(second);

            assertThat(payloads())
                    .as("restored after %s frames", frames)
                    .containsExactly("1/0", "1/1", "1/2", "2/0", "2/1", "2/2", "3/0", "3/1", "3/2");
            assertThat(second.getNumberOfCurrentlyAssignedSplits()).isZero();
        }
    }

    /** Whatever the service delivers first. */
    @Test
    void keepsTheOrderThroughRestoresWhereItCounts() throws Exception {
        FakeArchiveService reversing = new FakeArchiveService().withMedia(TestMedia::reversed);
        for (int frames = 0; frames <= 12; frames++) {
            output.clearEmittedRecords();
            KvsArchiveSourceReader<ArchivedFrame> first = reader(reversing, FrameFilter.ALL, true);
            first.start();
            first.addSplits(
                    List.of(
                            split("b", "1", "2").assigned("b", 1),
                            split("a", "3", "4").assigned("a", 2)));
            readFrames(first, frames);
            List<KvsArchiveSplit> snapshot = first.snapshotState(1);

            KvsArchiveSourceReader<ArchivedFrame> second = reader(reversing, FrameFilter.ALL, true);
            second.addSplits(snapshot);
            second.start();
            readFrames(second, 12 - frames);
            finishFetch(second);

            assertThat(payloads())
                    .as("restored after %s frames", frames)
                    .containsExactly(
                            "1/0", "1/1", "1/2", "2/0", "2/1", "2/2", "3/0", "3/1", "3/2", "4/0",
                            "4/1", "4/2");
        }
    }

    @Test
    void keepsInASnapshotWhatIsLeftOfItsSplits() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1", "2", "3"), split("t", "4")));

        readFrames(reader, 5);

        assertThat(reader.snapshotState(1))
                .satisfiesExactlyInAnyOrder(
                        split -> {
                            assertThat(split.splitId()).isEqualTo("s");
                            assertThat(split.fragments())
                                    .extracting(FragmentToRead::fragmentNumber)
                                    .containsExactly("2", "3");
                            assertThat(split.progress()).contains(new FragmentProgress("2", 2));
                        },
                        split -> assertThat(split).isEqualTo(split("t", "4")));
    }

    /** However often it is restored, and whatever the service delivers first. */
    @Test
    void repeatsNoFrameWhenItIsRestoredTwice() throws Exception {
        FakeArchiveService disorderly =
                new FakeArchiveService()
                        .withMedia(
                                numbers ->
                                        numbers.contains("1") && numbers.size() > 1
                                                ? body("3", "2", "1")
                                                : TestMedia.asAsked(numbers));
        KvsArchiveSourceReader<ArchivedFrame> first = reader(disorderly);
        first.addSplits(List.of(splitInProgress("s", "1", 2, "1", "2", "3")));
        first.start();
        readFrames(first, 2);

        KvsArchiveSourceReader<ArchivedFrame> second = reader(disorderly);
        second.addSplits(first.snapshotState(1));
        second.start();
        readFrames(second, 5);
        finishFetch(second);

        assertThat(payloads())
                .containsExactlyInAnyOrder("1/2", "2/0", "2/1", "2/2", "3/0", "3/1", "3/2");
    }

    /** What a filter leaves out is done as what is emitted is. */
    @Test
    void repeatsNoFrameAfterARestoreWithAnotherFilterAndBack() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> first = reader();
        first.start();
        first.addSplits(List.of(split("s", "1", "2", "3")));
        readFrames(first, 2);

        KvsArchiveSourceReader<ArchivedFrame> second = reader(service, NO_FRAME, false);
        second.addSplits(first.snapshotState(1));
        second.start();
        while (second.snapshotState(2).get(0).fragments().size() > 1) {
            pollOnce(second);
        }

        KvsArchiveSourceReader<ArchivedFrame> third = reader();
        third.addSplits(second.snapshotState(3));
        third.start();
        readFrames(third, 3);
        finishFetch(third);

        assertThat(payloads()).containsExactly("1/0", "1/1", "3/0", "3/1", "3/2");
    }

    @Test
    void finishesASplitOfWhichNoFrameIsKept() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader(service, NO_FRAME, false);
        start(reader);
        reader.addSplits(List.of(split("s", "1", "2"), split("t", "3")));
        context.messages.clear();

        finishFetch(reader);

        assertThat(payloads()).isEmpty();
        assertThat(context.messages)
                .containsExactly("finished [s]", "request", "finished [t]", "request");
    }

    @Test
    void failsWhereFragmentsCannotBeRead() throws Exception {
        FakeArchiveService refusing =
                new FakeArchiveService()
                        .withMedia(
                                numbers -> {
                                    throw FakeArchiveService.error(
                                            ServiceErrorKind.DENIED, "not you");
                                });
        KvsArchiveSourceReader<ArchivedFrame> reader = reader(refusing);
        start(reader);
        reader.addSplits(List.of(split("s", "1")));

        assertThatThrownBy(() -> readFrames(reader, 1)).hasRootCauseMessage("not you");
    }

    @Test
    void closesItsServiceAndAReadThatHangs() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch broken = new CountDownLatch(1);
        FakeArchiveService hanging =
                new FakeArchiveService()
                        .withMedia(numbers -> new HangingBody(reading, broken))
                        .onClose(broken::countDown);
        KvsArchiveSourceReader<ArchivedFrame> reader = reader(hanging);
        start(reader);
        reader.addSplits(List.of(split("s", "1")));
        reader.pollNext(output);
        reading.await();

        readers.remove(reader);
        reader.close();

        assertThat(hanging.isClosed()).isTrue();
    }

    @Test
    void endsOnceItIsToldThatNothingIsLeft() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = reader();
        start(reader);
        reader.addSplits(List.of(split("s", "1")));

        reader.handleSourceEvents(new NothingLeftEvent());

        readFrames(reader, 3);
        InputStatus status = reader.pollNext(output);
        while (status != InputStatus.END_OF_INPUT) {
            reader.isAvailable().get();
            status = reader.pollNext(output);
        }
        assertThat(payloads()).containsExactly("1/0", "1/1", "1/2");
    }

    @Test
    void emitsAWatermarkAsSoonAsItIsTold() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = readerWithWatermarks();
        start(reader);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();

        reader.handleSourceEvents(new LowerBoundEvent(5000));
        assertThat(available).isDone();
        reader.pollNext(output);

        assertThat(output.watermarks()).containsExactly(4999L);
        CompletableFuture<Void> again = reader.isAvailable();
        reader.handleSourceEvents(new LowerBoundEvent(5000));
        assertThat(again).isNotDone();
    }

    @Test
    void holdsTheWatermarkBackForTheSplitsThatItHolds() throws Exception {
        KvsArchiveSourceReader<ArchivedFrame> reader = readerWithWatermarks();
        start(reader);
        reader.addSplits(List.of(split("s", "1", "2")));
        reader.handleSourceEvents(new LowerBoundEvent(5000));

        readFrames(reader, 5);
        assertThat(output.watermarks()).containsExactly(-1L);
        readFrames(reader, 1);

        assertThat(output.watermarks()).containsExactly(-1L, 4999L);
    }

    private KvsArchiveSourceReader<ArchivedFrame> readerWithWatermarks() {
        return reader(
                service,
                FrameFilter.ALL,
                false,
                new WatermarkSettings(true, Duration.ZERO, Duration.ZERO));
    }

    private KvsArchiveSourceReader<ArchivedFrame> reader() {
        return reader(service);
    }

    private KvsArchiveSourceReader<ArchivedFrame> reader(FakeArchiveService from) {
        return reader(from, FrameFilter.ALL, false);
    }

    private KvsArchiveSourceReader<ArchivedFrame> reader(
            FakeArchiveService from, FrameFilter frames, boolean ordered) {
        return reader(from, frames, ordered, TestMedia.NO_WATERMARKS);
    }

    private KvsArchiveSourceReader<ArchivedFrame> reader(
            FakeArchiveService from,
            FrameFilter frames,
            boolean ordered,
            WatermarkSettings watermarks) {
        return reader(
                from,
                frames,
                ordered,
                watermarks,
                ListedFrameDeserializationSchema.of(KvsArchiveDeserializationSchema.frames()));
    }

    private KvsArchiveSourceReader<ArchivedFrame> reader(
            FakeArchiveService from,
            FrameFilter frames,
            boolean ordered,
            WatermarkSettings watermarks,
            ListedFrameDeserializationSchema<ArchivedFrame> schema) {
        KvsArchiveSourceReader<ArchivedFrame> reader =
                new KvsArchiveSourceReader<>(
                        new FrameRecords<>(schema)
                                .parts(
                                        from,
                                        new ReaderSettings(
                                                ParserLimits.DEFAULT,
                                                Long.MAX_VALUE,
                                                QUICK_RETRIES,
                                                LostFragmentPolicy.FAIL,
                                                BrokenStreamPolicy.FAIL,
                                                frames,
                                                false,
                                                ordered,
                                                watermarks,
                                                true),
                                        context),
                        new Configuration(),
                        context);
        readers.add(reader);
        return reader;
    }

    private static FakeArchiveService.MediaAnswer refusal(ServiceErrorKind kind) {
        return numbers -> {
            throw FakeArchiveService.error(kind, "as scripted");
        };
    }

    /** As Flink does, which then asks for records. */
    private void start(KvsArchiveSourceReader<ArchivedFrame> reader) throws Exception {
        reader.start();
        reader.pollNext(output);
    }

    /** Emits so many frames and no more. */
    private void readFrames(KvsArchiveSourceReader<ArchivedFrame> reader, int count)
            throws Exception {
        int goal = output.getEmittedRecords().size() + count;
        while (output.getEmittedRecords().size() < goal) {
            pollOnce(reader);
        }
    }

    private void pollOnce(KvsArchiveSourceReader<ArchivedFrame> reader) throws Exception {
        if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
            reader.isAvailable().get();
        }
    }

    /** Lets the reader notice that its splits are done with. */
    private void finishFetch(KvsArchiveSourceReader<ArchivedFrame> reader) throws Exception {
        int before = output.getEmittedRecords().size();
        while (reader.getNumberOfCurrentlyAssignedSplits() > 0) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE
                    && reader.getNumberOfCurrentlyAssignedSplits() > 0) {
                reader.isAvailable().get();
            }
        }
        assertThat(output.getEmittedRecords()).hasSize(before);
    }

    private List<String> payloads() {
        return output.getEmittedRecords().stream()
                .map(frame -> new String(frame.frame().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Hands frames on until there are so many. */
    private static final class Enough implements ListedFrameDeserializationSchema<ArchivedFrame> {
        private static final long serialVersionUID = 1L;

        private final int enough;
        private int frames;

        private Enough(int enough) {
            this.enough = enough;
        }

        @Override
        public void beginFragment(ArchivedFragment fragment, Optional<String> streamArn) {}

        @Override
        public void deserialize(ArchivedFrame frame, Collector<ArchivedFrame> out) {
            frames++;
            out.collect(frame);
        }

        @Override
        public boolean hasEnough() {
            return frames >= enough;
        }

        @Override
        public TypeInformation<ArchivedFrame> getProducedType() {
            return ArchivedFrame.TYPE;
        }
    }

    /** What the reader tells the enumerator, in order. */
    private static final class RecordingContext extends TestingReaderContext {
        private final List<String> messages = new ArrayList<>();

        @Override
        public void sendSplitRequest() {
            messages.add("request");
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            messages.add(describe(event));
        }

        private static String describe(SourceEvent event) {
            if (event instanceof RestoredSplitsEvent restored) {
                return "restored "
                        + restored.splits().stream()
                                .map(RestoredSplitsEvent.Restored::splitId)
                                .toList();
            }
            if (event instanceof FinishedSplitsEvent finished) {
                return "finished " + finished.splitIds();
            }
            if (event instanceof RefusedRequestEvent refused) {
                return "refused " + refused.kind() + " of " + refused.stream();
            }
            if (event instanceof EnoughRecordsEvent) {
                return "enough";
            }
            return "received " + ((ReceivedSplitsEvent) event).lastAssignment();
        }
    }

    /** A body of which nothing comes until the connection breaks. */
    private static final class HangingBody extends InputStream implements MediaBody {
        private final CountDownLatch reading;
        private final CountDownLatch broken;

        HangingBody(CountDownLatch reading, CountDownLatch broken) {
            this.reading = reading;
            this.broken = broken;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public int read() throws IOException {
            reading.countDown();
            try {
                broken.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new IOException("Socket closed");
        }

        @Override
        public InputStream stream() {
            return this;
        }

        @Override
        public boolean endIsDelimited() {
            return true;
        }

        @Override
        public void close() {}
    }
}
