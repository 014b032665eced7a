/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import static io.kvsarchive.local.matroska.TestFileWriter.AUDIO_TRACK;
import static io.kvsarchive.local.matroska.TestFileWriter.VIDEO_TRACK;
import static io.kvsarchive.local.matroska.TestFileWriter.blockGroup;
import static io.kvsarchive.local.matroska.TestFileWriter.simpleBlock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.local.ReadDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class MatroskaFileTest {

    private static final int KEY = 0x80;
    private static final int MILLI = 1_000_000;
    private static final ServiceTags TAGS =
            new ServiceTags("42", 1_700_000_000_250L, 1_700_000_000_000L);

    @Test
    void cutsAtKeyFramesOfTheVideoTrack() throws IOException {
        MediaSource file =
                TestFileWriter.withTracks(MILLI)
                        .cluster(
                                0,
                                out -> {
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 10);
                                    simpleBlock(out, AUDIO_TRACK, 0, KEY, (byte) 20);
                                    simpleBlock(out, VIDEO_TRACK, 1500, 0, (byte) 11);
                                    simpleBlock(out, AUDIO_TRACK, 1900, KEY, (byte) 21);
                                })
                        .cluster(
                                2000,
                                out -> {
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 12);
                                    simpleBlock(out, AUDIO_TRACK, -30, KEY, (byte) 22);
                                    simpleBlock(out, VIDEO_TRACK, 500, 0, (byte) 13);
                                })
                        .source();

        assertThat(startsAndPayloads(file))
                .containsExactly(
                        tuple(0L, 1900L, List.of(10, 20, 11, 21)),
                        // The audio that belongs to the next fragment begins before its key frame.
                        tuple(1970L, 530L, List.of(12, 22, 13)));
        assertThat(documents(file))
                .extracting(document -> ticksOf(document))
                .containsExactly(List.of(0L, 0L, 1500L, 1900L), List.of(2000L, 1970L, 2500L));
    }

    @Test
    void doesNotCutAtAKeyFrameSoonAfterTheBeginning() throws IOException {
        MediaSource file =
                TestFileWriter.withTracks(MILLI)
                        .cluster(
                                0,
                                out -> {
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1);
                                    simpleBlock(out, VIDEO_TRACK, 999, KEY, (byte) 2);
                                    simpleBlock(out, VIDEO_TRACK, 1000, KEY, (byte) 3);
                                })
                        .source();

        assertThat(startsAndPayloads(file))
                .containsExactly(tuple(0L, 999L, List.of(1, 2)), tuple(1000L, 0L, List.of(3)));
    }

    @Test
    void takesABlockGroupForAKeyFrameIfItRefersToNoOther() throws IOException {
        MediaSource file =
                TestFileWriter.withTracks(MILLI)
                        .openCluster(
                                0,
                                out -> {
                                    blockGroup(out, VIDEO_TRACK, 0, true, (byte) 1);
                                    blockGroup(out, VIDEO_TRACK, 1500, false, (byte) 2);
                                    blockGroup(out, VIDEO_TRACK, 3000, true, (byte) 3);
                                })
                        .openCluster(6000, out -> blockGroup(out, VIDEO_TRACK, 0, true, (byte) 4))
                        .source();

        assertThat(startsAndPayloads(file))
                .containsExactly(
                        tuple(0L, 1500L, List.of(1, 2)),
                        tuple(3000L, 0L, List.of(3)),
                        tuple(6000L, 0L, List.of(4)));
        assertThat(documents(file).get(0).blocks())
                .extracting(ReadDocument.Block::isKeyFrame)
                .containsExactly(true, false);
    }

    @Test
    void keepsLacingAndAllBytesOfBlocksButTheTime() throws IOException {
        byte[] laced = {2, 1, 1, 'a', 'b', 'c'};
        int xiphLacing = 0x02;
        MediaSource file =
                TestFileWriter.withTracks(MILLI)
                        .cluster(
                                100,
                                out -> {
                                    simpleBlock(out, AUDIO_TRACK, 7, KEY | xiphLacing, laced);
                                    simpleBlock(out, VIDEO_TRACK, -100, KEY, (byte) 1);
                                })
                        .source();

        assertThat(documents(file).get(0).blocks())
                .containsExactly(
                        new ReadDocument.Block(AUDIO_TRACK, 107, true, xiphLacing, laced),
                        new ReadDocument.Block(VIDEO_TRACK, 0, true, 0, new byte[] {1}));
    }

    @Test
    void cutsAboutEveryTwoSecondsWithoutVideo() throws IOException {
        TestFileWriter file = new TestFileWriter().header().segment().info(MILLI).tracks(false);
        for (int second = 0; second < 5; second++) {
            int payload = second;
            file.cluster(
                    second * 1000L, out -> simpleBlock(out, AUDIO_TRACK, 0, KEY, (byte) payload));
        }

        assertThat(startsAndPayloads(file.source()))
                .containsExactly(
                        tuple(0L, 1000L, List.of(0, 1)),
                        tuple(2000L, 1000L, List.of(2, 3)),
                        tuple(4000L, 0L, List.of(4)));
    }

    @Test
    void cutsWhereSixteenBitsOfTimeAreUsedUp() throws IOException {
        TestFileWriter file = TestFileWriter.withTracks(MILLI);
        for (int second = 0; second < 100; second++) {
            int flags = second == 0 ? KEY : 0;
            file.cluster(second * 1000L, out -> simpleBlock(out, VIDEO_TRACK, 0, flags, (byte) 0));
        }

        List<ReadDocument> documents = documents(file.source());

        assertThat(documents).hasSizeGreaterThan(3);
        assertThat(documents.stream().flatMap(document -> ticksOf(document).stream()).toList())
                .hasSize(100)
                .isSorted()
                .startsWith(0L, 1000L)
                .endsWith(98_000L, 99_000L);
    }

    @Test
    void keepsTimesFinerThanAMillisecondExact() throws IOException {
        int hundredMicros = 100_000;
        MediaSource file =
                TestFileWriter.withTracks(hundredMicros)
                        .cluster(
                                12_345,
                                out -> {
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1);
                                    simpleBlock(out, VIDEO_TRACK, 3, 0, (byte) 2);
                                })
                        .source();

        FileFragment fragment = index(file).fragments().get(0);
        ReadDocument document = ReadDocument.read(bytesOf(fragment));

        assertThat(fragment.startMillis()).isEqualTo(1234);
        assertThat(document.timecodeScale()).isEqualTo(hundredMicros);
        assertThat(document.clusterTicks()).isEqualTo(12_340);
        assertThat(ticksOf(document)).containsExactly(12_345L, 12_348L);
    }

    @Test
    void keepsTicksThatAreNoPartOfAMillisecond() throws IOException {
        int oddScale = 22_676;
        MediaSource file =
                TestFileWriter.withTracks(oddScale)
                        .cluster(441, out -> simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1))
                        .source();

        FileFragment fragment = index(file).fragments().get(0);

        assertThat(fragment.startMillis()).isEqualTo(441L * oddScale / MILLI);
        assertThat(ticksOf(ReadDocument.read(bytesOf(fragment)))).containsExactly(441L);
    }

    @Test
    void writesDocumentsInTheLayoutOfTheService() throws IOException {
        MediaSource file =
                new TestFileWriter()
                        .header()
                        .segment()
                        .element(TestFileWriter.SEEK_HEAD, new byte[3])
                        .element(TestFileWriter.VOID, new byte[100])
                        .info(MILLI)
                        .tracks(true)
                        .tags("ENCODER", "mine")
                        .cluster(0, out -> simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1))
                        .element(TestFileWriter.VOID, new byte[9])
                        .tags("note", "first")
                        .cluster(
                                3000,
                                out -> {
                                    out.bytes(TestFileWriter.CRC_32, new byte[4]);
                                    out.bytes(0x7FFE, new byte[5]);
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 2);
                                })
                        .element(TestFileWriter.CUES, new byte[7])
                        .element(TestFileWriter.ATTACHMENTS, new byte[70_000])
                        .tags("note", "second")
                        .source();

        List<ReadDocument> documents = documents(file);

        assertThat(documents).hasSize(2);
        for (ReadDocument document : documents) {
            assertThat(document.elements())
                    .containsExactly(
                            ReadDocument.INFO,
                            ReadDocument.TRACKS,
                            ReadDocument.TAGS,
                            ReadDocument.TAGS,
                            ReadDocument.CLUSTER,
                            ReadDocument.TAGS);
            assertThat(document.knownSizes()).containsExactly(false, true);
            assertThat(document.tagsBefore()).containsExactly(Map.entry("ENCODER", "mine"));
            assertThat(document.serviceTags())
                    .containsExactly(
                            Map.entry("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "42"),
                            Map.entry("AWS_KINESISVIDEO_SERVER_TIMESTAMP", "1700000000.250"),
                            Map.entry("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "1700000000.000"));
            assertThat(document.tracks()).isEqualTo(tracksOf(file));
        }
        assertThat(documents.get(0).tagsAfter()).containsEntry("note", "first");
        assertThat(documents.get(1).tagsAfter()).containsEntry("note", "second");
    }

    @Test
    void tellsTheSizesOfTheDocuments() throws IOException {
        MediaSource file = smallFile().source();

        for (FileFragment fragment : index(file).fragments()) {
            assertThat(fragment.size(TAGS)).isEqualTo(bytesOf(fragment).length);
        }
    }

    @Test
    void readsTheSameInSmallPieces() throws IOException {
        FileFragment fragment = index(smallFile().source()).fragments().get(0);
        byte[] whole = bytesOf(fragment);

        for (int step = 1; step < 40; step++) {
            byte[] read = new byte[whole.length];
            int at = 0;
            try (FragmentDocument document = fragment.open(TAGS)) {
                while (at < read.length) {
                    ByteBuffer piece = ByteBuffer.allocate(Math.min(step, read.length - at));
                    document.read(piece);
                    System.arraycopy(piece.array(), 0, read, at, piece.position());
                    at += piece.position();
                }
            }
            assertThat(read).as("in steps of %d", step).isEqualTo(whole);
        }
    }

    @Test
    void readsTheDate() throws IOException {
        long nanosSince2001 = Duration.ofDays(9000).toNanos();
        byte[] data = ByteBuffer.allocate(8).putLong(nanosSince2001).array();
        TestFileWriter file = new TestFileWriter().header().segment();
        file.element(ElementId.INFO, new EbmlWriter().bytes(ElementId.DATE_UTC, data).toBytes());
        file.tracks(true).cluster(0, out -> simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1));

        assertThat(index(file.source()).date())
                .contains(Instant.parse("2001-01-01T00:00:00Z").plusNanos(nanosSince2001));
        assertThat(index(smallFile().source()).date()).isEmpty();
    }

    @Test
    void refusesAFileThatIsCutWhereverTheCutIs() throws IOException {
        byte[] whole = smallFile().bytes();
        List<Integer> accepted = new ArrayList<>();

        for (int length = 0; length < whole.length; length++) {
            MediaSource cut = MediaSource.of("cut.mkv", Arrays.copyOf(whole, length));
            try {
                index(cut);
                accepted.add(length);
            } catch (MalformedMatroskaException e) {
                assertThat(e).hasMessageMatching("cut\\.mkv: byte \\d+: [^\\n]+");
            }
        }

        // With nothing but Clusters of unknown size, an end between two elements is an end.
        assertThat(accepted)
                .allSatisfy(
                        length ->
                                assertThat(
                                                index(
                                                                MediaSource.of(
                                                                        "x",
                                                                        Arrays.copyOf(
                                                                                whole, length)))
                                                        .fragments())
                                        .isNotEmpty());
        assertThat(accepted).hasSizeLessThan(8);
    }

    @Test
    void refusesWhatIsNoMatroskaFile() {
        byte[] text = "Not a film at all, but a text.".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> index(MediaSource.of("notes.mkv", text)))
                .isInstanceOf(MalformedMatroskaException.class)
                .hasMessageStartingWith("notes.mkv: byte ");
        assertThatThrownBy(() -> index(MediaSource.of("empty.mkv", new byte[0])))
                .hasMessage("empty.mkv: byte 0: the file ends without a frame");
        assertThatThrownBy(() -> index(MediaSource.of("zeros.mkv", new byte[1000])))
                .hasMessageStartingWith("zeros.mkv: byte ");
    }

    @Test
    void refusesSizesBeyondTheElementAround() {
        byte[] file =
                smallFile().cluster(9000, out -> out.head(ElementId.SIMPLE_BLOCK, 500)).bytes();
        assertThatThrownBy(
                        () ->
                                index(
                                        MediaSource.of(
                                                "bad.mkv", Arrays.copyOf(file, file.length + 600))))
                .hasMessageContaining("SimpleBlock of 500 bytes ends beyond the element around it");
    }

    @Test
    void refusesSizesThatTheLibraryMisreads() {
        byte[] fiveByteSizeOf4GiB = {(byte) 0xEC, 0x08, 0x01, 0, 0, 0};
        byte[] file = smallFile().bytes();
        byte[] bad = Arrays.copyOf(file, file.length + fiveByteSizeOf4GiB.length);
        fiveByteSizeOf4GiB[1] = 0x09;
        System.arraycopy(fiveByteSizeOf4GiB, 0, bad, file.length, fiveByteSizeOf4GiB.length);
        assertThatThrownBy(() -> index(MediaSource.of("bad.mkv", bad)))
                .hasMessage(
                        "bad.mkv: byte "
                                + file.length
                                + ": Void has a size of 4 GiB or more in few bytes");
    }

    @Test
    void refusesASecondDocument() {
        byte[] one = smallFile().bytes();
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThatThrownBy(() -> index(MediaSource.of("two.mkv", two)))
                .hasMessage(
                        "two.mkv: byte "
                                + one.length
                                + ": a second EBML header; only recorded bodies may have several");
    }

    @Test
    void keepsTheTimeOfBlocksBeforeTheBeginning() throws IOException {
        MediaSource file =
                TestFileWriter.withTracks(MILLI)
                        .cluster(
                                0,
                                out -> {
                                    simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1);
                                    simpleBlock(out, AUDIO_TRACK, -21, KEY, (byte) 2);
                                })
                        .source();

        assertThat(startsAndPayloads(file)).containsExactly(tuple(0L, 21L, List.of(1, 2)));
        assertThat(ticksOf(documents(file).get(0))).containsExactly(0L, -21L);
    }

    @Test
    void refusesTimesThatNoFileHas() {
        for (long ticks : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 4_000_000_000_000L}) {
            MediaSource file =
                    TestFileWriter.withTracks(MILLI)
                            .cluster(ticks, out -> simpleBlock(out, VIDEO_TRACK, 0, KEY))
                            .source();
            assertThatThrownBy(() -> index(file))
                    .isInstanceOf(MalformedMatroskaException.class)
                    .hasMessageContaining("a block more than a century in");
        }
    }

    @Test
    void readsOrRefusesWhateverTheBytesAre() throws IOException {
        byte[] whole = smallFile().serviceTags("7", 1, 1).cluster(4000, out -> {}).bytes();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            MediaSource source = MediaSource.of("random.mkv", bytes);
            try {
                for (FileFragment fragment : index(source).fragments()) {
                    assertThat(bytesOf(fragment)).hasSize((int) fragment.size(TAGS));
                }
                RecordedBody.fragmentsOf(source);
            } catch (MalformedMatroskaException e) {
                assertThat(e).hasMessageStartingWith("random.mkv: byte ");
            }
        }
    }

    @Test
    void refusesBlocksWithoutHead() {
        for (int length = 0; length < 4; length++) {
            byte[] block = Arrays.copyOf(new byte[] {(byte) 0x81, 0, 0}, length);
            MediaSource file =
                    TestFileWriter.withTracks(MILLI)
                            .cluster(0, out -> out.bytes(ElementId.SIMPLE_BLOCK, block))
                            .source();
            assertThatThrownBy(() -> index(file)).hasMessageContaining("block");
        }
    }

    @Test
    void refusesABlockBeforeTheFirstCluster() {
        TestFileWriter file =
                TestFileWriter.withTracks(MILLI)
                        .element(ElementId.SIMPLE_BLOCK, new byte[] {(byte) 0x81, 0, 0, 0, 1});
        int before = file.bytes().length - 7;

        assertThatThrownBy(() -> index(file.source()))
                .hasMessage(
                        "test.mkv: byte %d: a block before the first Cluster".formatted(before));
    }

    private static TestFileWriter smallFile() {
        return TestFileWriter.withTracks(MILLI)
                .tags("a", "b")
                .cluster(
                        0,
                        out -> {
                            simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1, (byte) 2);
                            blockGroup(out, AUDIO_TRACK, 5, true, (byte) 3);
                        })
                .openCluster(2000, out -> simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 4, (byte) 5))
                .tags("c", "d");
    }

    private static MatroskaFile index(MediaSource source) throws IOException {
        return MatroskaFile.index(source, Duration.ofSeconds(1));
    }

    private static List<ReadDocument> documents(MediaSource source) throws IOException {
        List<ReadDocument> documents = new ArrayList<>();
        for (FileFragment fragment : index(source).fragments()) {
            documents.add(ReadDocument.read(bytesOf(fragment)));
        }
        return documents;
    }

    private static List<Tuple> startsAndPayloads(MediaSource source) throws IOException {
        List<Tuple> result = new ArrayList<>();
        for (FileFragment fragment : index(source).fragments()) {
            List<Integer> payloads =
                    ReadDocument.read(bytesOf(fragment)).blocks().stream()
                            .map(block -> (int) block.payload()[0])
                            .toList();
            result.add(tuple(fragment.startMillis(), fragment.durationMillis(), payloads));
        }
        return result;
    }

    private static List<Long> ticksOf(ReadDocument document) {
        return document.blocks().stream().map(ReadDocument.Block::ticks).toList();
    }

    private static byte[] tracksOf(MediaSource source) throws IOException {
        try (MediaReader media = source.open()) {
            return ReadDocument.read(media.bytes(0, (int) source.size())).tracks();
        }
    }

    static byte[] bytesOf(FileFragment fragment) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) fragment.size(TAGS) + 1);
        try (FragmentDocument document = fragment.open(TAGS)) {
            assertThat(document.read(bytes)).isFalse();
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
