/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import static io.kvsarchive.flink.source.fetch.TestMedia.NO_FRAME;
import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.payloads;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitInProgress;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.fetch.FragmentElements;
import io.kvsarchive.flink.source.fetch.KvsArchiveSplitReader;
import io.kvsarchive.flink.source.fetch.MediaFetch;
import io.kvsarchive.flink.source.fetch.TestMedia;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.watermark.LowerBoundEvent;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.FakeArchiveService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader of whole fragments: they are what a checkpoint falls between. */
@Timeout(120)
class WholeFragmentReaderTest {

    private final List<KvsArchiveSourceReader<?>> readers = new ArrayList<>();
    private final RecordingReaderOutput<WholeFragment> output = new RecordingReaderOutput<>();
    private FakeArchiveService service = new FakeArchiveService().withMedia(TestMedia::asAsked);

    @AfterEach
    void close() throws Exception {
        for (KvsArchiveSourceReader<?> reader : readers) {
            reader.close();
        }
    }

    @Test
    void emitsFragmentsWithTheirFramesAndDocuments() throws Exception {
        KvsArchiveSourceReader<WholeFragment> reader =
                reader(KvsArchiveFragmentDeserializationSchema.fragmentsWithDocument());
        reader.start();
        reader.addSplits(List.of(split("s", "1", "2")));

        read(reader, 2);

        assertThat(output.getEmittedRecords())
                .containsExactly(expected("1", bytes("1")), expected("2", bytes("2")));
    }

    @Test
    void keepsNoDocumentThatTheSchemaDoesNotNeed() throws Exception {
        KvsArchiveSourceReader<WholeFragment> reader = reader();
        reader.start();
        reader.addSplits(List.of(split("s", "1", "2")));

        read(reader, 2);

        assertThat(output.getEmittedRecords())
                .containsExactly(expected("1", new byte[0]), expected("2", new byte[0]));
    }

    @Test
    void goesOnAtTheVeryFragmentOfASnapshot() throws Exception {
        for (int fragments = 0; fragments <= 3; fragments++) {
            output.clearEmittedRecords();
            KvsArchiveSourceReader<WholeFragment> first = reader();
            first.start();
            first.addSplits(List.of(split("s", "1", "2"), split("t", "3")));
            read(first, fragments);
            List<KvsArchiveSplit> snapshot = first.snapshotState(1);
            assertThat(snapshot).allMatch(split -> split.progress().isEmpty());
            assertThat(snapshot.stream().flatMap(split -> split.fragments().stream()))
                    .extracting(FragmentToRead::fragmentNumber)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(fragments + 1, 3)
                                    .mapToObj(Integer::toString)
                                    .toList());

            KvsArchiveSourceReader<WholeFragment> second = reader();
            second.addSplits(snapshot);
            second.start();
            read(second, 3 - fragments);
            finish(second);

            assertThat(numbers())
                    .as("restored after %s fragments", fragments)
                    .containsExactly("1", "2", "3");
        }
    }

    /** It decodes as a whole. */
    @Test
    void emitsAFragmentAsAWholeOfWhichAJobOverFramesHadEmittedSome() throws Exception {
        KvsArchiveSourceReader<WholeFragment> reader = reader();
        reader.addSplits(List.of(splitInProgress("s", "1", 2, "1", "2")));
        reader.start();

        read(reader, 2);
        finish(reader);

        assertThat(output.getEmittedRecords())
                .containsExactly(expected("1", new byte[0]), expected("2", new byte[0]));
    }

    @Test
    void emitsFragmentsOfWhichNoFrameIsKept() throws Exception {
        KvsArchiveSourceReader<WholeFragment> reader =
                reader(
                        NO_FRAME,
                        TestMedia.NO_WATERMARKS,
                        KvsArchiveFragmentDeserializationSchema.fragmentsWithDocument());
        reader.start();
        reader.addSplits(List.of(split("s", "1")));

        read(reader, 1);
        finish(reader);

        assertThat(output.getEmittedRecords())
                .containsExactly(
                        new WholeFragment("camera", parsed("1").metadata(), List.of(), bytes("1")));
    }

    @Test
    void emitsFragmentsThatHaveNoFrames() throws Exception {
        service =
                new FakeArchiveService()
                        .withMedia(
                                numbers ->
                                        TestMedia.bodyOf(TestBodies.fragment("1", 0), bytes("2")));
        KvsArchiveSourceReader<WholeFragment> reader = reader();
        reader.start();
        reader.addSplits(List.of(TestMedia.numberedSplit("s", "1", "2")));

        read(reader, 2);

        assertThat(numbers()).containsExactly("1", "2");
        assertThat(output.getEmittedRecords().get(0).frames()).isEmpty();
    }

    /** No frame can lie before its record, whatever the settings allow. */
    @Test
    void letsWatermarksRiseToWhereFragmentsBegin() throws Exception {
        KvsArchiveSourceReader<WholeFragment> reader =
                reader(
                        FrameFilter.ALL,
                        new WatermarkSettings(true, Duration.ofSeconds(30), Duration.ZERO),
                        KvsArchiveFragmentDeserializationSchema.fragments());
        reader.start();
        reader.pollNext(output);
        reader.addSplits(List.of(split("s", "1", "2")));
        reader.handleSourceEvents(new LowerBoundEvent(50_000));

        read(reader, 1);
        assertThat(output.watermarks()).containsExactly(-1L);
        read(reader, 1);

        assertThat(output.watermarks()).containsExactly(-1L, 49_999L);
    }

    /** A fragment and its document take twice the fragment's bytes. */
    @Test
    void countsDocumentsAgainstTheBuffer() throws Exception {
        long fragment = bytes("1").length;
        assertThat(fetchedAtOnce(false, 2 * fragment)).containsExactly("1", "2");
        assertThat(fetchedAtOnce(true, 2 * fragment)).containsExactly("1");
        assertThat(fetchedAtOnce(true, 2 * fragment + 1)).containsExactly("1", "2");
    }

    /** What is fetched before anything has been emitted. */
    private List<String> fetchedAtOnce(boolean withDocuments, long maxBufferedBytes)
            throws Exception {
        ReaderSettings settings =
                settings(FrameFilter.ALL, maxBufferedBytes, TestMedia.NO_WATERMARKS);
        KvsArchiveSplitReader reader =
                new MediaFetch(
                                service,
                                withDocuments ? settings.withDocuments() : settings,
                                FragmentElements.WHOLE,
                                refusal -> {},
                                TestMedia.metrics())
                        .newSplitReader();
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split("s", "1", "2", "3"))));
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            reader.wakeUp();
            RecordsWithSplitIds<FetchedElement> fetched = reader.fetch();
            if (fetched.nextSplit() != null) {
                numbers.add(
                        ((FetchedElement.OfFragment) fetched.nextRecordFromSplit())
                                .fragment()
                                .fragment()
                                .fragmentNumber());
            }
        }
        reader.close();
        return numbers;
    }

    private static Fragment parsed(String number) {
        return TestBodies.parsed(number, TestMedia.FRAMES);
    }

    private static WholeFragment expected(String number, byte[] document) {
        Fragment fragment = parsed(number);
        assertThat(payloads(fragment)).containsExactly(number + "/0", number + "/1", number + "/2");
        return new WholeFragment("camera", fragment.metadata(), fragment.frames(), document);
    }

    private List<String> numbers() {
        return output.getEmittedRecords().stream()
                .map(fragment -> fragment.fragment().fragmentNumber())
                .toList();
    }

    private KvsArchiveSourceReader<WholeFragment> reader() {
        return reader(KvsArchiveFragmentDeserializationSchema.fragments());
    }

    private KvsArchiveSourceReader<WholeFragment> reader(
            KvsArchiveFragmentDeserializationSchema<WholeFragment> schema) {
        return reader(FrameFilter.ALL, TestMedia.NO_WATERMARKS, schema);
    }

    private KvsArchiveSourceReader<WholeFragment> reader(
            FrameFilter frames,
            WatermarkSettings watermarks,
            KvsArchiveFragmentDeserializationSchema<WholeFragment> schema) {
        TestingReaderContext context = new TestingReaderContext();
        KvsArchiveSourceReader<WholeFragment> reader =
                new KvsArchiveSourceReader<>(
                        new WholeFragmentRecords<>(schema)
                                .parts(
                                        service,
                                        settings(frames, Long.MAX_VALUE, watermarks),
                                        context),
                        new Configuration(),
                        context);
        readers.add(reader);
        return reader;
    }

    private static ReaderSettings settings(
            FrameFilter frames, long maxBufferedBytes, WatermarkSettings watermarks) {
        return new ReaderSettings(
                ParserLimits.DEFAULT,
                maxBufferedBytes,
                QUICK_RETRIES,
                LostFragmentPolicy.FAIL,
                BrokenStreamPolicy.FAIL,
                frames,
                false,
                false,
                watermarks,
                true);
    }

    /** Emits so many fragments and no more. */
    private void read(KvsArchiveSourceReader<WholeFragment> reader, int count) throws Exception {
        int goal = output.getEmittedRecords().size() + count;
        while (output.getEmittedRecords().size() < goal) {
            poll(reader);
        }
    }

    /** Lets the reader notice that its splits are done with. */
    private void finish(KvsArchiveSourceReader<WholeFragment> reader) throws Exception {
        int before = output.getEmittedRecords().size();
        while (reader.getNumberOfCurrentlyAssignedSplits() > 0) {
            poll(reader);
        }
        assertThat(output.getEmittedRecords()).hasSize(before);
    }

    private void poll(KvsArchiveSourceReader<WholeFragment> reader) throws Exception {
        if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE
                && reader.getNumberOfCurrentlyAssignedSplits() > 0) {
            reader.isAvailable().get();
        }
    }
}
