/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parser finds in {@link RecordedBodies}, where there are any. */
class RecordedBodiesTest {

    private static final List<Tag> ENCODER_TAGS =
            List.of(
                    new Tag("COMPATIBLE_BRANDS", "isomavc1mp42", 0),
                    new Tag("MAJOR_BRAND", "M4V ", 0),
                    new Tag("MINOR_VERSION", "1", 0),
                    new Tag("ENCODER", "Lavf57.71.100", 0),
                    new Tag("HANDLER_NAME", "ETI ISO Video Media Handler", 1),
                    new Tag("ENCODER", "Elemental H.264", 1),
                    new Tag("DURATION", "00:00:10.000000000", 1));

    @TempDir private Path directory;

    private static List<FragmentResult> parse(byte[] body) throws IOException {
        Bodies parsed = Bodies.parse(body);
        assertThat(parsed.failure()).isEmpty();
        return parsed.results();
    }

    @Test
    void readsOneDocumentForEachFragment() throws Exception {
        byte[] body = RecordedBodies.read("output_get_media.mkv");

        List<FragmentResult> results = parse(body);

        assertThat(results).hasOnlyElementsOfType(Whole.class);
        List<Fragment> fragments = results.stream().map(Bodies::fragment).toList();
        assertThat(fragments)
                .extracting(
                        fragment -> fragment.metadata().fragmentNumber(),
                        fragment -> fragment.metadata().producerTimestamp().toString(),
                        fragment -> fragment.metadata().serverTimestamp().toString(),
                        Fragment::bytesRead)
                .containsExactly(
                        tuple(
                                "91343852333181432392682062607743920146159169392",
                                "2017-11-28T06:55:08.513Z",
                                "2017-11-28T06:55:09.126Z",
                                0x85c55L),
                        tuple(
                                "91343852333181432397633822764885441725874549018",
                                "2017-11-28T06:55:10.513Z",
                                "2017-11-28T06:55:10.915Z",
                                0xfe037L - 0x85c55),
                        tuple(
                                "91343852333181432402585582922026963247510532162",
                                "2017-11-28T06:55:12.513Z",
                                "2017-11-28T06:55:12.487Z",
                                0x173eadL - 0xfe037),
                        tuple(
                                "91343852333181432407537343079168484595829378270",
                                "2017-11-28T06:55:14.513Z",
                                "2017-11-28T06:55:13.414Z",
                                0x1eb5a3L - 0x173ead),
                        tuple(
                                "91343852333181432412489103236310005892133364608",
                                "2017-11-28T06:55:16.513Z",
                                "2017-11-28T06:55:14.147Z",
                                2_503_485L - 0x1eb5a3));
        assertThat(fragments)
                .allSatisfy(
                        fragment -> {
                            assertThat(fragment.metadata().tags()).isEqualTo(ENCODER_TAGS);
                            assertThat(fragment.frames()).hasSize(60);
                            assertThat(fragment.metadata().tracks())
                                    .singleElement()
                                    .satisfies(RecordedBodiesTest::assertVideoTrack);
                        });
        assertThat(fragments.get(0).frames().get(59).timestamp())
                .isEqualTo(Instant.parse("2017-11-28T06:55:10.480Z"));
        assertFramesAsProbed(RecordedBodies.documents(body), fragments);
    }

    private static void assertVideoTrack(Track track) {
        assertThat(track.number()).isEqualTo(1);
        assertThat(track.uid()).isEqualTo(1);
        assertThat(track.type()).isEqualTo(TrackType.VIDEO);
        assertThat(track.codecId()).isEqualTo("V_MPEG4/ISO/AVC");
        assertThat(track.codecPrivate()).startsWith(1, 0x4d, 0x40, 0x1e);
        assertThat(track.pictureSize()).contains(new PictureSize(640, 360));
        assertThat(track.audioFormat()).isEmpty();
    }

    @Test
    void readsSeveralClustersOfOneSegment() throws Exception {
        byte[] body = RecordedBodies.read("output_get_media_sparse_fragments_merged.mkv");

        List<FragmentResult> results = parse(body);

        assertThat(results).hasOnlyElementsOfType(Whole.class);
        List<Fragment> fragments = results.stream().map(Bodies::fragment).toList();
        assertThat(fragments)
                .extracting(
                        fragment -> fragment.metadata().fragmentNumber(),
                        fragment -> fragment.metadata().producerTimestamp().toString(),
                        Fragment::bytesRead)
                .containsExactly(
                        tuple(
                                "91343852333181432392682062607743920146159169392",
                                "2017-11-28T06:55:08.513Z",
                                0x85c55L),
                        tuple(
                                "91343852333181432402585582922026963247510532162",
                                "2017-11-28T06:55:12.513Z",
                                0xfb8a4L - 0x85c55),
                        tuple(
                                "91343852333181432412489103236310005892133364608",
                                "2017-11-28T06:55:16.513Z",
                                1_520_663L - 0xfb8a4));
        assertThat(fragments)
                .allSatisfy(
                        fragment -> {
                            assertThat(fragment.metadata().tags()).isEqualTo(ENCODER_TAGS);
                            assertThat(fragment.frames()).hasSize(60);
                        });
        // The body is cut out of the other one, so are its frames.
        List<Fragment> all =
                parse(RecordedBodies.read("output_get_media.mkv")).stream()
                        .map(Bodies::fragment)
                        .toList();
        assertThat(fragments)
                .extracting(Fragment::frames)
                .containsExactly(all.get(0).frames(), all.get(2).frames(), all.get(4).frames());
        assertFramesAsProbed(List.of(body), fragments);
    }

    @Test
    void readsTagsOfEveryPlace() throws Exception {
        byte[] body = RecordedBodies.read("test_mixed_tags.mkv");

        List<Fragment> fragments = parse(body).stream().map(Bodies::fragment).toList();

        assertThat(fragments)
                .extracting(fragment -> fragment.metadata().fragmentNumber())
                .containsExactly(
                        "91343852333713038908964877623801423530396737899",
                        "91343852333713038913916637780942944683031040297",
                        "91343852333713038918868397938084465802887066670",
                        "91343852333713038923820158095225986915711326403",
                        "91343852333713038928771918252367508026640589178",
                        "91343852333713038933723678409509029132346185461",
                        "91343852333713038938675438566650550295562402559",
                        "91343852333713038943627198723792071401813780459",
                        "91343852333713038948578958880933592508004495778",
                        "91343852333713038953530719038075113645398559869");
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tags.add(new Tag("testTag_" + i, "testTag_" + i + "_Value", 0));
        }
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            Instant start = Instant.ofEpochSecond(5L * i);
            assertThat(fragment.metadata().producerTimestamp()).isEqualTo(start);
            assertThat(fragment.metadata().tags()).endsWith(tags.toArray(new Tag[0]));
            assertThat(fragment.metadata().tags()).hasSize(i == 0 ? 10 : 5);
            assertThat(fragment.metadata().tracks())
                    .singleElement()
                    .satisfies(
                            track -> {
                                assertThat(Long.toUnsignedString(track.uid()))
                                        .isEqualTo("9369167114682348278");
                                assertThat(track.name()).contains("test track");
                                assertThat(track.codecId()).isEqualTo("V_MS/VFW/FOURCC");
                            });
            assertThat(fragment.frames())
                    .extracting(Frame::timestamp)
                    .startsWith(start, start.plusMillis(500))
                    .hasSize(10);
            assertThat(fragment.frames())
                    .extracting(Frame::isKeyFrame)
                    .startsWith(true)
                    .containsOnlyOnce(true);
        }
        assertThat(fragments.get(0).metadata().serverTimestamp())
                .isEqualTo(Instant.parse("2018-09-22T00:08:35.281Z"));
        // To ffprobe each packet of a codec that it doesn't know is a key frame.
        assertFramesAsProbed(
                RecordedBodies.documents(body), fragments, frame -> frame.payload().length + ",K");
    }

    @Test
    void readsABodyThatEndsAfterTheServicesTags() throws IOException {
        List<FragmentResult> results = parse(RecordedBodies.read("empty-mkv-with-tags.mkv"));

        assertThat(results).singleElement().isInstanceOf(OpenEnded.class);
        Fragment fragment = Bodies.fragment(results.get(0));
        assertThat(fragment.metadata().fragmentNumber())
                .isEqualTo("91343852338378294813695855977007281634605393997");
        assertThat(fragment.metadata().producerTimestamp()).isEqualTo("2018-01-13T17:42:06.543Z");
        assertThat(fragment.metadata().tracks())
                .singleElement()
                .satisfies(
                        track ->
                                assertThat(track.pictureSize())
                                        .contains(new PictureSize(960, 720)));
        assertThat(fragment.frames()).isEmpty();
        assertThat(fragment.bytesRead()).isEqualTo(5729);
    }

    private void assertFramesAsProbed(List<byte[]> documents, List<Fragment> fragments)
            throws Exception {
        assertFramesAsProbed(documents, fragments, Ffprobe::packet);
    }

    private void assertFramesAsProbed(
            List<byte[]> documents, List<Fragment> fragments, Function<Frame, String> asProbed)
            throws Exception {
        List<String> probed = new ArrayList<>();
        for (byte[] document : documents) {
            probed.addAll(Ffprobe.packets(document, directory));
        }
        assertThat(fragments.stream().flatMap(fragment -> fragment.frames().stream()).map(asProbed))
                .isEqualTo(probed);
    }
}
