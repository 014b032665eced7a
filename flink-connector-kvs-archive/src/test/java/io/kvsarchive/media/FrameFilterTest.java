/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.fragmentOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Matroska.EBML_LACING;
import static io.kvsarchive.media.Matroska.FIXED_LACING;
import static io.kvsarchive.media.Matroska.KEY_FRAME;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.XIPH_LACING;
import static io.kvsarchive.media.Matroska.block;
import static io.kvsarchive.media.Matroska.blockGroup;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.defaultDuration;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.ebmlLace;
import static io.kvsarchive.media.Matroska.fixedLace;
import static io.kvsarchive.media.Matroska.payload;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.track;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.xiphLace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which frames are kept, and that the rest is as if all were. */
class FrameFilterTest {

    private static final FrameFilter KEY_FRAMES = new FrameFilter(Set.of(), true);
    private static final FrameFilter TRACK_2 = new FrameFilter(Set.of("2"), false);
    private static final List<FrameFilter> FILTERS =
            List.of(
                    FrameFilter.ALL,
                    KEY_FRAMES,
                    TRACK_2,
                    new FrameFilter(Set.of("camera"), true),
                    new FrameFilter(Set.of("camera", "2"), true),
                    new FrameFilter(Set.of("3"), false));

    private static final Element REFERENCE = binary(0xFB, (byte) -1);
    private static final Instant START = Instant.ofEpochSecond(100, 500_000_000);

    /** A video track of which not each frame is a key frame, and an audio track. */
    private static Element[] body(Element cluster) {
        Element tracks =
                tracks(
                        track(1, 1, "V_TEST", text(0x536E, "camera")),
                        track(2, 2, "A_TEST", defaultDuration(20_000_000)));
        return new Element[] {
            ebmlHeader(), segment(tracks, serviceTags(NUMBER_1, "0", "100.5"), cluster)
        };
    }

    private static Element clusterOfAllForms() {
        byte[][] frames = {payload(300, 1), payload(0, 2), payload(70, 3)};
        byte[][] equal = {payload(9, 4), payload(9, 5)};
        return cluster(
                simpleBlock(1, 0, KEY_FRAME, payload(150, 6)),
                simpleBlock(2, 10, KEY_FRAME | XIPH_LACING, xiphLace(frames)),
                simpleBlock(1, 40, XIPH_LACING, xiphLace(frames)),
                simpleBlock(1, 80, EBML_LACING, ebmlLace(frames)),
                simpleBlock(2, 120, KEY_FRAME | EBML_LACING, ebmlLace(frames)),
                simpleBlock(1, 160, FIXED_LACING, fixedLace(equal)),
                simpleBlock(2, 200, KEY_FRAME | FIXED_LACING, fixedLace(equal)),
                blockGroup(binary(0xA1, block(1, 240, 0, payload(99, 7)))),
                blockGroup(binary(0xA1, block(1, 280, XIPH_LACING, xiphLace(frames))), REFERENCE),
                blockGroup(REFERENCE, binary(0xA1, block(1, 320, EBML_LACING, ebmlLace(frames)))),
                blockGroup(binary(0xA1, block(2, 360, EBML_LACING, ebmlLace(frames)))),
                simpleBlock(1, -5, 0, payload(40, 8)),
                simpleBlock(2, 30, KEY_FRAME, payload(3, 9)));
    }

    @Test
    void keepsTheChosenTracksWithTheirPlacesAmongAllFrames() throws IOException {
        assertThat(framesWith(TRACK_2))
                .extracting(Frame::index)
                .containsExactly(1, 2, 3, 10, 11, 12, 15, 16, 24, 25, 26, 28);
        assertThat(framesWith(TRACK_2)).allMatch(frame -> frame.track().number() == 2);
        assertThat(framesWith(new FrameFilter(Set.of("camera"), false)))
                .extracting(Frame::index)
                .containsExactly(0, 4, 5, 6, 7, 8, 9, 13, 14, 17, 18, 19, 20, 21, 22, 23, 27);
        assertThat(framesWith(new FrameFilter(Set.of("camera", "2"), false))).hasSize(29);
        assertThat(framesWith(new FrameFilter(Set.of("Camera", "02", ""), false))).isEmpty();
    }

    @Test
    void keepsKeyFramesAndTracksThatHaveNoOthers() throws IOException {
        assertThat(framesWith(KEY_FRAMES))
                .extracting(Frame::index)
                .containsExactly(0, 1, 2, 3, 10, 11, 12, 15, 16, 17, 24, 25, 26, 28);
        assertThat(framesWith(new FrameFilter(Set.of("1"), true)))
                .extracting(Frame::index)
                .containsExactly(0, 17);
    }

    private static List<Frame> framesWith(FrameFilter filter) throws IOException {
        Bodies parsed =
                Bodies.parse(new ByteArrayInputStream(bytesOf(body(clusterOfAllForms()))), filter);
        return Bodies.fragment(parsed.results().get(0)).frames();
    }

    /** Block times go back, so neither is that of the first or the last frame of the body. */
    @Test
    void tellsTheTimesOfAllFramesWhicheverAreKept() throws IOException {
        FrameTimes times = new FrameTimes(START.minusMillis(5), START.plusMillis(400));
        for (FrameFilter filter : FILTERS) {
            Fragment fragment =
                    Bodies.fragment(
                            Bodies.parse(
                                            new ByteArrayInputStream(
                                                    bytesOf(body(clusterOfAllForms()))),
                                            filter)
                                    .results()
                                    .get(0));
            assertThat(fragment.frameTimes()).as(filter.toString()).contains(times);
        }
        assertThat(fragmentOf(body(cluster())).frameTimes()).isEmpty();
    }

    static Stream<Arguments> bodies() throws IOException {
        Element forms = clusterOfAllForms();
        List<byte[]> bodies = new ArrayList<>(SampleBodies.all());
        bodies.add(SampleBodies.large());
        bodies.add(bytesOf(body(forms)));
        bodies.add(bytesOf(body(forms.withUnknownSize(1))));
        bodies.add(bytesOf(body(forms.withUnknownSize(8))));
        bodies.addAll(RecordedBodies.documents());
        return bodies.stream()
                .flatMap(body -> FILTERS.stream().map(filter -> Arguments.of(body, filter)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void leavesOutFramesAndNothingElse(byte[] body, FrameFilter filter) throws IOException {
        Bodies expected = Bodies.parse(body).without(filter);
        assertThat(expected.failure()).isEmpty();

        assertThat(Bodies.parse(new ByteArrayInputStream(body), filter)).isEqualTo(expected);
        assertThat(Bodies.parse(new Portions(body, 1), filter)).isEqualTo(expected);
        assertThat(Bodies.parse(Portions.ofAllSizes(body, 4711), filter)).isEqualTo(expected);
    }

    /** A cut shows in the same place, with the same words. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void refusesWhatIsRefusedWithAllFrames(int filter) throws IOException {
        byte[] body = bytesOf(body(clusterOfAllForms()));
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            Bodies.parse(new ByteArrayInputStream(cut), FILTERS.get(filter))
                    .assertSameAs(Bodies.parse(cut).without(FILTERS.get(filter)));
        }
    }

    static Stream<Element> unwanted() {
        byte[] large = payload(200_000, 1);
        byte[][] frames = {large, payload(5, 2), large};
        return Stream.of(
                simpleBlock(1, 0, 0, large),
                simpleBlock(1, 0, XIPH_LACING, xiphLace(frames)),
                simpleBlock(1, 0, EBML_LACING, ebmlLace(frames)),
                simpleBlock(1, 0, FIXED_LACING, fixedLace(large, large)),
                blockGroup(REFERENCE, binary(0xA1, block(1, 0, 0, large))),
                blockGroup(REFERENCE, binary(0xA1, block(1, 0, XIPH_LACING, xiphLace(frames)))));
    }

    @ParameterizedTest
    @MethodSource("unwanted")
    void readsWhatIsLeftOutIntoNoArrayOfItsOwn(Element block) throws IOException {
        byte[] body = bytesOf(body(cluster(block)));

        assertThat(targetsOf(body, FrameFilter.ALL)).hasSizeGreaterThan(1);
        assertThat(targetsOf(body, KEY_FRAMES)).hasSize(1);
        assertThat(targetsOf(body, TRACK_2)).hasSize(1);
    }

    /** The lengths of the arrays into which a body is read: each payload's, and the buffer's. */
    private static Set<Integer> targetsOf(byte[] body, FrameFilter filter) throws IOException {
        Set<Integer> lengths = new HashSet<>();
        InputStream recording =
                new Portions(body, Integer.MAX_VALUE) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        lengths.add(target.length);
                        return super.read(target, offset, length);
                    }
                };
        assertThat(Bodies.parse(recording, filter).failure()).isEmpty();
        return lengths;
    }

    @Test
    void doesNotChangeWithTheSetThatItWasMadeOf() {
        Set<String> tracks = new HashSet<>(Set.of("2"));
        FrameFilter filter = new FrameFilter(tracks, false);

        tracks.add("1");

        assertThat(filter).isEqualTo(TRACK_2);
    }

    /** Neither may a fragment claim more because little of it is kept. */
    @Test
    void countsAllFramesTowardsTheLimit() throws IOException {
        ParserLimits limits = new ParserLimits(1 << 20, 28, 1 << 20, 100, 100, 16);
        FragmentParser parser =
                new FragmentParser(
                        new ByteArrayInputStream(bytesOf(body(clusterOfAllForms()))),
                        limits,
                        KEY_FRAMES);

        assertThatThrownBy(parser::next)
                .isInstanceOf(MalformedMediaException.class)
                .hasMessageContaining("The fragment has more frames than the limit, 28");
    }
}
