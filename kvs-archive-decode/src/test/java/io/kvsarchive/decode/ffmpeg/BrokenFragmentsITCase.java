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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be decoded of a broken fragment is, and all else is counted. */
class BrokenFragmentsITCase {

    @TempDir Path folder;
    private TestMedia media;
    private final Reports reports = new Reports();

    @BeforeEach
    void setUp() {
        media = new TestMedia(folder);
    }

    /** Encoders of ffmpeg's. */
    enum Codec {
        H264("libx264", "-x264-params", "bframes=0"),
        H265("libx265", "-x265-params", "bframes=0:open-gop=0:log-level=none");

        private final String encoder;
        private final String option;
        private final String parameters;

        Codec(String encoder, String option, String parameters) {
            this.encoder = encoder;
            this.option = option;
            this.parameters = parameters;
        }
    }

    /** Two groups of ten pictures, each of which needs all of its group before it. */
    private List<Frame> fragment(Codec codec) throws IOException {
        List<Frame> frames =
                media.made(
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=160x120:rate=20:duration=2",
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
        assertThat(frames).filteredOn(Frame::isKeyFrame).hasSize(2);
        assertThat(frames).hasSize(20);
        return frames;
    }

    @ParameterizedTest
    @EnumSource
    void waitsForTheFirstKeyFrame(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);

        assertThat(decode(Rewritten.without(frames, 0))).isEqualTo(decode(frames).subList(10, 20));
        assertThat(reports.lines()).containsExactly("1 INCOMPLETE 9");
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatNeedsAFrameThatIsCutShort(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);
        List<Picture> whole = decode(frames);
        byte[] half = Arrays.copyOf(frames.get(4).payload(), frames.get(4).payload().length / 2);

        List<Picture> pictures = decode(Rewritten.replaced(frames, 4, half));

        assertThat(pictures.subList(0, 4)).isEqualTo(whole.subList(0, 4));
        assertThat(pictures.subList(4, 14)).isEqualTo(whole.subList(10, 20));
        assertThat(reports.lines()).containsExactly("1 DAMAGED 1", "1 INCOMPLETE 5");
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatNeedsAFrameOfNoise(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);

        assertThat(decode(Rewritten.replaced(frames, 0, noise)))
                .isEqualTo(decode(frames).subList(10, 20));
        assertThat(reports.lines()).containsExactly("1 DAMAGED 1", "1 INCOMPLETE 9");
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatNeedsAFrameThatIsMissing(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);
        List<Picture> whole = decode(frames);

        List<Picture> pictures = decode(Rewritten.without(frames, 4));

        assertThat(pictures.subList(0, 4)).isEqualTo(whole.subList(0, 4));
        assertThat(pictures.subList(4, 14)).isEqualTo(whole.subList(10, 20));
        assertThat(reports.lines()).containsExactly("1 INCOMPLETE 5");
    }

    @ParameterizedTest
    @EnumSource
    void decodesTheNextFragmentAsEver(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);
        List<Picture> pictures = new ArrayList<>();

        try (PictureDecoder decoder = decoder()) {
            decoder.decode(frames.subList(0, 7), picture -> {});
            decoder.decode(Rewritten.replaced(frames, 15, new byte[9]), picture -> {});
            decoder.decode(frames, pictures::add);
        }

        assertThat(pictures).isEqualTo(decode(frames)).hasSize(20);
    }

    @Test
    void leavesOutLeadingPicturesOfAnOpenGroup() throws IOException {
        List<TestMedia.Archived> fragments =
                media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=160x120:rate=25:duration=6",
                        "-c:v",
                        "libx265",
                        "-x265-params",
                        "keyint=50:bframes=3:log-level=none");
        List<Frame> second = fragments.get(1).frames(1);
        long leading =
                second.stream()
                        .filter(frame -> frame.timestamp().isBefore(second.get(0).timestamp()))
                        .count();

        assertThat(leading).isPositive();
        assertThat(decode(second))
                .extracting(Picture::timestamp)
                .first()
                .isEqualTo(second.get(0).timestamp());
        assertThat(reports.lines()).containsExactly("1 INCOMPLETE " + leading);
    }

    @Test
    void countsFramesOfACodecThatIsNotDecoded() throws IOException {
        List<Frame> frames = fragment(Codec.H264);

        assertThat(decode(Rewritten.inTrack(frames, "V_PRORES", new byte[0]))).isEmpty();
        assertThat(reports.lines()).containsExactly("1 UNSUPPORTED 20 codec V_PRORES");
    }

    @Test
    void countsFramesThatAreNoVideo() {
        List<Frame> sound = TestMedia.sample("front-door").get(0).frames(2);

        assertThat(decode(sound)).isEmpty();
        assertThat(reports.lines())
                .containsExactly("2 UNSUPPORTED " + sound.size() + " codec A_AAC");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterCodecPrivateDataOfNoise(Codec codec) throws IOException {
        List<Frame> frames = fragment(codec);
        byte[] noise = new byte[60];
        new Random(2).nextBytes(noise);

        assertThat(decode(Rewritten.withCodecPrivate(frames, noise))).isEmpty();
        assertThat(reports.lines())
                .allMatch(line -> line.matches("1 (UNSUPPORTED|DAMAGED|INCOMPLETE) .*"))
                .isNotEmpty();
        assertThat(decode(frames)).hasSize(20);
    }

    @Test
    void goesOnAfterAnyBytes() throws IOException {
        List<Frame> frames = fragment(Codec.H264);
        Random random = new Random(3);
        try (PictureDecoder decoder = decoder()) {
            for (int i = 0; i < 300; i++) {
                List<Frame> broken = new ArrayList<>(frames);
                for (int j = 0; j < 5; j++) {
                    int place = random.nextInt(frames.size());
                    byte[] payload = broken.get(place).payload().clone();
                    payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
                    broken.set(place, Rewritten.payload(broken.get(place), payload));
                }
                decoder.decode(broken, picture -> {});
            }
            List<Picture> pictures = new ArrayList<>();
            decoder.decode(frames, pictures::add);
            assertThat(pictures).isEqualTo(decode(frames)).hasSize(20);
        }
    }

    private List<Picture> decode(List<Frame> frames) {
        List<Picture> pictures = new ArrayList<>();
        try (PictureDecoder decoder = decoder()) {
            decoder.decode(frames, pictures::add);
        }
        return pictures;
    }

    private PictureDecoder decoder() {
        return new PictureDecoder(PictureSettings.defaults().withFormat(PixelFormat.GRAY), reports);
    }
}
