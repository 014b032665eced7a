/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever form producers store NAL units in, the same pictures come, and no others. */
class StoredFormsITCase {

    private static final byte[] NOTHING = {};

    @TempDir Path folder;
    private TestMedia media;
    private final Reports reports = new Reports();

    @BeforeEach
    void setUp() {
        media = new TestMedia(folder);
    }

    /** Encoders of ffmpeg's. */
    enum Codec {
        H264("libx264", "-x264-params", "bframes=2"),
        H265("libx265", "-x265-params", "bframes=2:open-gop=0:log-level=none");

        private final String encoder;
        private final String option;
        private final String parameters;

        Codec(String encoder, String option, String parameters) {
            this.encoder = encoder;
            this.option = option;
            this.parameters = parameters;
        }
    }

    private List<Frame> fragment(Codec codec, String size) throws IOException {
        return media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=" + size + ":rate=10:duration=2",
                        "-g",
                        "10",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:v",
                        codec.encoder,
                        codec.option,
                        codec.parameters)
                .get(0)
                .frames(1);
    }

    @ParameterizedTest
    @EnumSource
    void readsStartCodesInFrames(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec, "160x120");

        assertThat(decode(Rewritten.startCodes(frames))).isEqualTo(decode(frames)).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void readsStartCodesInCodecPrivateData(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec, "160x120");
        byte[] sets = Rewritten.startCodes(Rewritten.parameterSets(frames.get(0).track()));

        assertThat(decode(Rewritten.withCodecPrivate(frames, sets)))
                .isEqualTo(decode(frames))
                .hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void readsStartCodesInBoth(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec, "160x120");
        byte[] sets = Rewritten.startCodes(Rewritten.parameterSets(frames.get(0).track()));

        assertThat(decode(Rewritten.startCodes(Rewritten.withCodecPrivate(frames, sets))))
                .isEqualTo(decode(frames))
                .hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void needsNoCodecPrivateDataWhereFramesHaveThem(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec, "160x120");
        List<Frame> selfContained = Rewritten.withCodecPrivate(withParameterSets(frames), NOTHING);

        assertThat(decode(selfContained)).isEqualTo(decode(frames)).hasSize(10);
        assertThat(decode(Rewritten.startCodes(selfContained))).isEqualTo(decode(frames));
    }

    @Test
    void readsLengthsOfTwoBytes() throws IOException {
        List<Frame> frames = fragment(Codec.H264, "160x120");
        byte[] record = frames.get(0).track().codecPrivate();
        record[4] = (byte) ((record[4] & 0xfc) | 1);
        List<Frame> shortened =
                Rewritten.withCodecPrivate(frames, record).stream()
                        .map(
                                frame ->
                                        Rewritten.payload(
                                                frame, Rewritten.shortLengths(frame.payload())))
                        .toList();

        assertThat(decode(shortened)).isEqualTo(decode(frames)).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void followsPicturesThatGrowWithinAFragment(Codec codec) throws IOException {
        List<Frame> small = fragment(codec, "160x120");
        List<Frame> large = fragment(codec, "322x242");
        List<Frame> mixed = new ArrayList<>(small);
        withParameterSets(large).stream()
                .map(frame -> later(frame, small.get(0)))
                .forEach(mixed::add);

        List<Picture> pictures = decode(mixed);

        assertThat(pixels(pictures.subList(0, 10))).isEqualTo(pixels(decode(small)));
        assertThat(pixels(pictures.subList(10, 20))).isEqualTo(pixels(decode(large)));
    }

    @ParameterizedTest
    @EnumSource
    void forgetsTheParameterSetsOfAnotherFragment(Codec codec) throws IOException {
        List<Frame> small = fragment(codec, "160x120");
        List<Frame> disguised =
                Rewritten.withCodecPrivate(
                        withParameterSets(fragment(codec, "322x242")),
                        small.get(0).track().codecPrivate());
        List<Picture> pictures = new ArrayList<>();

        try (PictureDecoder decoder = decoder()) {
            decoder.decode(disguised, picture -> {});
            decoder.decode(small, pictures::add);
        }

        assertThat(pictures).isEqualTo(decode(small)).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void decodesNothingWithTheParameterSetsOfAnotherFragment(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec, "160x120");
        List<Picture> pictures = new ArrayList<>();

        try (PictureDecoder decoder = decoder()) {
            decoder.decode(
                    Rewritten.withCodecPrivate(withParameterSets(frames), NOTHING), picture -> {});
            decoder.decode(Rewritten.withCodecPrivate(frames, NOTHING), pictures::add);
        }

        assertThat(pictures).isEmpty();
        assertThat(reports.lines()).allMatch(line -> line.matches("1 (DAMAGED|INCOMPLETE) .*"));
        assertThat(reports.lines())
                .extracting(line -> Integer.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .satisfies(
                        counts -> assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(10));
    }

    @Test
    void decodesFragmentsOfDifferentTracksInTurn() throws IOException {
        List<List<Frame>> fragments = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            for (String size : List.of("160x120", "176x144", "322x242")) {
                fragments.add(fragment(codec, size));
            }
        }
        List<Picture> pictures = new ArrayList<>();
        List<Picture> expected = new ArrayList<>();

        try (PictureDecoder decoder = decoder()) {
            for (int round = 0; round < 2; round++) {
                for (List<Frame> fragment : fragments) {
                    decoder.decode(fragment, pictures::add);
                    expected.addAll(decode(fragment));
                }
            }
        }

        assertThat(pictures).isEqualTo(expected).hasSize(120);
    }

    private static List<Frame> withParameterSets(List<Frame> frames) {
        return Rewritten.replaced(
                frames,
                0,
                Rewritten.joined(
                        Rewritten.parameterSets(frames.get(0).track()), frames.get(0).payload()));
    }

    private static Frame later(Frame frame, Frame first) {
        return new Frame(
                100 + frame.index(),
                first.track(),
                frame.timestamp().plusSeconds(1),
                frame.isKeyFrame(),
                frame.payload());
    }

    private static List<String> pixels(List<Picture> pictures) {
        return pictures.stream()
                .map(
                        picture ->
                                picture.width()
                                        + " x "
                                        + picture.height()
                                        + " "
                                        + TestMedia.fingerprint(picture.pixels()))
                .toList();
    }

    private List<Picture> decode(List<Frame> frames) {
        List<Picture> pictures = new ArrayList<>();
        try (PictureDecoder decoder = decoder()) {
            decoder.decode(frames, pictures::add);
        }
        assertThat(reports.lines()).isEmpty();
        return pictures;
    }

    private PictureDecoder decoder() {
        return new PictureDecoder(PictureSettings.defaults().withFormat(PixelFormat.GRAY), reports);
    }
}
