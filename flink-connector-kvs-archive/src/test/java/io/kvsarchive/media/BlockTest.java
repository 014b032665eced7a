/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.fragmentOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.concat;
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
import static io.kvsarchive.media.Matroska.info;
import static io.kvsarchive.media.Matroska.payload;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.track;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.xiphLace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How blocks become frames. */
class BlockTest {

    private static final Instant START = Instant.ofEpochSecond(100, 500_000_000);
    private static final Element VIDEO = track(1, 1, "V_TEST");
    private static final Element AUDIO = track(2, 2, "A_TEST", defaultDuration(33_333));

    private static List<Frame> framesWith(Element info, Element... clusterChildren)
            throws IOException {
        return fragmentOf(
                        ebmlHeader(),
                        segment(
                                info,
                                tracks(VIDEO, AUDIO),
                                serviceTags(NUMBER_1, "0", "100.5"),
                                cluster(clusterChildren)))
                .frames();
    }

    private static List<Frame> framesOf(Element... clusterChildren) throws IOException {
        return framesWith(info(1_000_000), clusterChildren);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 33, 33000000",
        "1000000, -1, -1000000",
        "1000000, -32768, -32768000000",
        "1000000, 32767, 32767000000",
        "100, 7, 700",
        "1000000000, 2, 2000000000",
        "33333, 3, 99999",
        "1, -1, -1",
        "1000000000000, 32767, 32767000000000000"
    })
    void addsTheSignedBlockTimeTimesTheScaleExactly(long scale, int time, long nanoseconds)
            throws IOException {
        assertThat(
                        framesWith(
                                info(scale),
                                simpleBlock(1, time, 0),
                                blockGroup(binary(0xA1, block(1, time, 0)))))
                .extracting(Frame::timestamp)
                .containsExactly(START.plusNanos(nanoseconds), START.plusNanos(nanoseconds));
    }

    @Test
    void takesAMissingOrEmptyTimecodeScaleForAMillisecond() throws IOException {
        for (Element info :
                List.of(
                        Element.master(0x1549A966),
                        Element.master(0x1549A966, binary(0x2AD7B1)),
                        Matroska.voidElement(1))) {
            assertThat(framesWith(info, simpleBlock(1, 3, 0)).get(0).timestamp())
                    .isEqualTo(START.plusMillis(3));
        }
    }

    @Test
    void doesNotMindTheClustersTimecode() throws IOException {
        for (Element timecode :
                List.of(binary(0xE7), binary(0xE7, payload(8, 0x7F)), Element.unsigned(0xE7, 5))) {
            assertThat(framesOf(timecode, simpleBlock(1, 3, 0)).get(0).timestamp())
                    .isEqualTo(START.plusMillis(3));
        }
    }

    @Test
    void tellsKeyFrames() throws IOException {
        Element block = binary(0xA1, block(1, 0, KEY_FRAME, (byte) 5));
        Element reference = binary(0xFB, (byte) -1);
        Element duration = Element.unsigned(0x9B, 33);
        assertThat(
                        framesOf(
                                simpleBlock(1, 0, KEY_FRAME, (byte) 1),
                                simpleBlock(1, 1, 0, (byte) 2),
                                simpleBlock(1, 2, 0x7F & ~EBML_LACING, (byte) 3),
                                blockGroup(block),
                                blockGroup(block, duration),
                                blockGroup(block, reference),
                                blockGroup(reference, duration, block)))
                .extracting(Frame::isKeyFrame)
                .containsExactly(true, false, false, true, true, false, false);
    }

    @Test
    void keepsTheOrderOfTheBodyOverAllTracks() throws IOException {
        List<Frame> frames =
                framesOf(
                        simpleBlock(1, 80, KEY_FRAME, (byte) 1),
                        blockGroup(binary(0xA1, block(2, 0, 0, (byte) 2, (byte) 3))),
                        simpleBlock(1, 40, 0),
                        simpleBlock(2, 20, 0, payload(70_000, 4)));

        assertThat(frames).extracting(Frame::index).containsExactly(0, 1, 2, 3);
        assertThat(frames)
                .extracting(frame -> frame.track().codecId())
                .containsExactly("V_TEST", "A_TEST", "V_TEST", "A_TEST");
        assertThat(frames)
                .extracting(frame -> Duration.between(START, frame.timestamp()).toMillis())
                .containsExactly(80L, 0L, 40L, 20L);
        assertThat(frames.get(0).payload()).containsExactly(1);
        assertThat(frames.get(1).payload()).containsExactly(2, 3);
        assertThat(frames.get(2).payload()).isEmpty();
        assertThat(frames.get(3).payload()).isEqualTo(payload(70_000, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 126, 127, 128, 16_383, 2_097_151, (1L << 56) - 2})
    void readsTrackNumbersOfEveryLength(long number) throws IOException {
        Fragment fragment =
                fragmentOf(
                        ebmlHeader(),
                        segment(
                                tracks(VIDEO, track(number == 1 ? 9 : number, 2, "A_TEST")),
                                serviceTags(NUMBER_1),
                                cluster(simpleBlock(number, 0, 0))));

        assertThat(fragment.frames().get(0).track().number()).isEqualTo(number);
    }

    @Test
    void unpacksEveryLacing() throws IOException {
        byte[][] frames = {
            payload(0, 1),
            payload(254, 2),
            payload(255, 3),
            payload(256, 4),
            payload(5, 5),
            payload(20_000, 6),
            payload(5, 7),
            payload(66, 8)
        };
        byte[][] equal = {payload(9, 1), payload(9, 2), payload(9, 3)};
        byte[][] one = {payload(300, 9)};

        assertLaced(XIPH_LACING, xiphLace(frames), frames);
        assertLaced(EBML_LACING, ebmlLace(frames), frames);
        assertLaced(FIXED_LACING, fixedLace(equal), equal);
        assertLaced(XIPH_LACING, xiphLace(equal), equal);
        assertLaced(EBML_LACING, ebmlLace(equal), equal);
        assertLaced(XIPH_LACING, xiphLace(one), one);
        assertLaced(EBML_LACING, ebmlLace(one), one);
        assertLaced(FIXED_LACING, fixedLace(one), one);
        byte[][] many = IntStream.range(0, 256).mapToObj(i -> payload(1, i)).toArray(byte[][]::new);
        assertLaced(XIPH_LACING, xiphLace(many), many);
        assertLaced(EBML_LACING, ebmlLace(many), many);
        assertLaced(FIXED_LACING, fixedLace(many), many);
        byte[][] empty = {payload(0, 0), payload(0, 0)};
        assertLaced(XIPH_LACING, xiphLace(empty), empty);
        assertLaced(EBML_LACING, ebmlLace(empty), empty);
        assertLaced(FIXED_LACING, fixedLace(empty), empty);
    }

    private static void assertLaced(int lacing, byte[] lace, byte[][] expected) throws IOException {
        Element reference = binary(0xFB, (byte) 1);
        List<Frame> frames =
                framesOf(
                        simpleBlock(2, 10, KEY_FRAME | lacing, lace),
                        blockGroup(binary(0xA1, block(1, 10, lacing, lace)), reference));

        assertThat(frames).hasSize(2 * expected.length);
        for (int i = 0; i < frames.size(); i++) {
            boolean isAudio = i < expected.length;
            int place = i % expected.length;
            assertThat(frames.get(i))
                    .isEqualTo(
                            new Frame(
                                    i,
                                    frames.get(isAudio ? 0 : expected.length).track(),
                                    START.plusMillis(10).plusNanos(isAudio ? 33_333L * place : 0),
                                    isAudio,
                                    expected[place]));
        }
        assertThat(frames.get(0).track().codecId()).isEqualTo("A_TEST");
    }

    @Test
    void readsLaceSizesThatAreLongerThanTheyNeedBe() throws IOException {
        byte[] lace =
                concat(
                        new byte[] {2},
                        Element.vint(3, 8),
                        Element.vint((1L << 55) - 1 - 2, 8),
                        payload(3, 1),
                        payload(1, 2),
                        payload(4, 3));

        assertThat(framesOf(simpleBlock(1, 0, EBML_LACING, lace)))
                .extracting(Frame::payload)
                .containsExactly(payload(3, 1), payload(1, 2), payload(4, 3));
    }
}
