/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import static io.kvsarchive.local.matroska.TestFileWriter.VIDEO_TRACK;
import static io.kvsarchive.local.matroska.TestFileWriter.simpleBlock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.ReadDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedBodyTest {

    private static final int KEY = 0x80;
    private static final int MILLI = 1_000_000;

    @Test
    void servesTheBytesAsRecordedWithoutWhatGetMediaAdds() throws IOException {
        byte[] first = document("7", 0).tags("note", "one").bytes();
        byte[] second = document("8", 2000).element(TestFileWriter.CUES, new byte[5]).bytes();
        byte[] getMediaTags =
                new TestFileWriter().tags("AWS_KINESISVIDEO_CONTINUATION_TOKEN", "7").bytes();

        List<RecordedFragment> fragments =
                fragmentsOf(join(first, getMediaTags, second, getMediaTags));

        assertThat(fragments)
                .extracting(fragment -> fragment.tags().fragmentNumber())
                .containsExactly("7", "8");
        assertThat(bytesOf(fragments.get(0))).isEqualTo(first);
        assertThat(bytesOf(fragments.get(1))).isEqualTo(second);
        assertThat(fragments)
                .extracting(RecordedFragment::size)
                .containsExactly((long) first.length, (long) second.length);
        assertThat(fragments).extracting(RecordedFragment::durationMillis).containsOnly(40L);
    }

    @Test
    void makesADocumentOfEachFragmentOfAMergedSegment() throws IOException {
        byte[] body =
                TestFileWriter.withTracks(MILLI)
                        .tags("ENCODER", "first")
                        .serviceTags("7", 2000, 1000)
                        .cluster(0, RecordedBodyTest::twoFrames)
                        .tags("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "1")
                        .tags("ENCODER", "second")
                        .serviceTags("8", 4000, 3000)
                        .cluster(2000, RecordedBodyTest::twoFrames)
                        .element(TestFileWriter.CUES, new byte[5])
                        .tags("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "0")
                        .bytes();

        List<RecordedFragment> fragments = fragmentsOf(body);

        assertThat(fragments).hasSize(2);
        ReadDocument first = ReadDocument.read(bytesOf(fragments.get(0)));
        ReadDocument second = ReadDocument.read(bytesOf(fragments.get(1)));
        assertThat(first.fragmentNumber()).isEqualTo("7");
        assertThat(first.tagsBefore()).containsEntry("ENCODER", "first");
        assertThat(first.clusterTicks()).isZero();
        assertThat(second.fragmentNumber()).isEqualTo("8");
        assertThat(second.tagsBefore()).containsEntry("ENCODER", "second");
        assertThat(second.clusterTicks()).isEqualTo(2000);
        assertThat(second.tracks()).isEqualTo(first.tracks()).isNotEmpty();
        assertThat(first.blocks()).hasSize(2);
        assertThat(second.blocks()).hasSize(2);
        assertThat(first.serviceTags()).doesNotContainKey("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW");
        assertThat(second.serviceTags()).doesNotContainKey("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW");
    }

    @Test
    void givesAFragmentWithoutClusterNoDuration() throws IOException {
        byte[] body = TestFileWriter.withTracks(MILLI).serviceTags("7", 2000, 1000).bytes();

        List<RecordedFragment> fragments = fragmentsOf(body);

        assertThat(fragments).hasSize(1);
        assertThat(fragments.get(0).durationMillis()).isZero();
        assertThat(fragments.get(0).tags()).isEqualTo(new ServiceTags("7", 2000, 1000));
        assertThat(bytesOf(fragments.get(0))).isEqualTo(body);
    }

    @Test
    void makesASegmentOfKnownSizeOneOfUnknownSize() throws IOException {
        byte[] inSegment =
                new TestFileWriter()
                        .info(MILLI)
                        .tracks(true)
                        .serviceTags("7", 2000, 1000)
                        .cluster(0, RecordedBodyTest::twoFrames)
                        .tags("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "1")
                        .bytes();
        byte[] body = new TestFileWriter().header().element(ElementId.SEGMENT, inSegment).bytes();

        ReadDocument document = ReadDocument.read(bytesOf(fragmentsOf(body).get(0)));

        assertThat(document.knownSizes()).containsExactly(false, true);
        assertThat(document.blocks()).hasSize(2);
        assertThat(document.elements()).endsWith(ReadDocument.CLUSTER);
    }

    @Test
    void measuresDurationsInTheTicksOfTheirDocument() throws IOException {
        byte[] coarse =
                TestFileWriter.withTracks(10 * MILLI)
                        .serviceTags("7", 2000, 1000)
                        .cluster(0, RecordedBodyTest::twoFrames)
                        .bytes();
        byte[] unsaid =
                new TestFileWriter()
                        .header()
                        .segment()
                        .tracks(true)
                        .serviceTags("8", 2000, 1000)
                        .cluster(0, RecordedBodyTest::twoFrames)
                        .bytes();

        assertThat(fragmentsOf(join(coarse, unsaid)))
                .extracting(RecordedFragment::durationMillis)
                .containsExactly(400L, 40L);
    }

    @Test
    void passesOverReportedErrors() throws IOException {
        byte[] error =
                new TestFileWriter()
                        .header()
                        .segment()
                        .element(
                                ElementId.TAGS,
                                tagsData(
                                        new SimpleTag(
                                                "AWS_KINESISVIDEO_ERROR_CODE",
                                                "FRAGMENT_NOT_FOUND"),
                                        new SimpleTag("AWS_KINESISVIDEO_ERROR_ID", "3000"),
                                        new SimpleTag("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "6")))
                        .bytes();
        byte[] good = document("7", 0).bytes();

        assertThat(fragmentsOf(join(error, good, error)))
                .extracting(fragment -> fragment.tags().fragmentNumber())
                .containsExactly("7");
    }

    @Test
    void refusesWhatIsNoRecordedBody() {
        byte[] withoutNumber =
                TestFileWriter.withTracks(MILLI).cluster(0, RecordedBodyTest::twoFrames).bytes();
        assertThatThrownBy(() -> fragmentsOf(withoutNumber))
                .isInstanceOf(MalformedMatroskaException.class)
                .hasMessageMatching("body\\.mkv: byte \\d+: a Cluster without a fragment number");

        byte[] secondCluster = document("7", 0).cluster(9, RecordedBodyTest::twoFrames).bytes();
        assertThatThrownBy(() -> fragmentsOf(secondCluster))
                .hasMessageContaining("a Cluster without a fragment number");

        byte[] badNumber = TestFileWriter.withTracks(MILLI).serviceTags("seven", 1, 1).bytes();
        assertThatThrownBy(() -> fragmentsOf(badNumber))
                .hasMessageContaining("a fragment number that is no number: seven");

        byte[] badTime =
                new TestFileWriter()
                        .header()
                        .segment()
                        .element(
                                ElementId.TAGS,
                                tagsData(
                                        new SimpleTag("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "7"),
                                        new SimpleTag("AWS_KINESISVIDEO_SERVER_TIMESTAMP", "noon")))
                        .bytes();
        assertThatThrownBy(() -> fragmentsOf(badTime))
                .hasMessageContaining("a timestamp that is no number: noon");
    }

    @Test
    void refusesABodyThatIsCutWithinAnElement() throws IOException {
        byte[] body = document("7", 0).bytes();

        assertThatThrownBy(() -> fragmentsOf(Arrays.copyOf(body, body.length - 1)))
                .isInstanceOf(MalformedMatroskaException.class)
                .hasMessageContaining("is cut short, the file ends at byte " + (body.length - 1));
    }

    @Test
    void isToldApartByItsFragmentNumber() throws IOException {
        assertThat(isRecorded(document("7", 0).bytes())).isTrue();
        assertThat(isRecorded(TestFileWriter.withTracks(MILLI).serviceTags("7", 1, 1).bytes()))
                .isTrue();
        assertThat(
                        isRecorded(
                                TestFileWriter.withTracks(MILLI)
                                        .tags("ENCODER", "x")
                                        .cluster(0, RecordedBodyTest::twoFrames)
                                        .serviceTags("7", 1, 1)
                                        .bytes()))
                .isFalse();
    }

    private static TestFileWriter document(String number, long ticks) {
        return TestFileWriter.withTracks(MILLI)
                .serviceTags(number, 1_700_000_000_250L, 1_700_000_000_000L)
                .openCluster(ticks, RecordedBodyTest::twoFrames);
    }

    private static void twoFrames(EbmlWriter out) {
        simpleBlock(out, VIDEO_TRACK, 0, KEY, (byte) 1, (byte) 2);
        simpleBlock(out, VIDEO_TRACK, 40, 0, (byte) 3);
    }

    private static byte[] tagsData(SimpleTag... tags) {
        EbmlWriter out = new EbmlWriter();
        ServiceTags.writeTags(out, List.of(tags));
        byte[] element = out.toBytes();
        int head = EbmlWriter.headLength(ElementId.TAGS, element.length - 5);
        return Arrays.copyOfRange(element, head, element.length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static boolean isRecorded(byte[] body) throws IOException {
        return RecordedBody.isRecordedBody(MediaSource.of("body.mkv", body));
    }

    private static List<RecordedFragment> fragmentsOf(byte[] body) throws IOException {
        return RecordedBody.fragmentsOf(MediaSource.of("body.mkv", body));
    }

    private static byte[] bytesOf(RecordedFragment fragment) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) fragment.size() + 1);
        try (FragmentDocument document = fragment.open()) {
            assertThat(document.read(bytes)).isFalse();
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
