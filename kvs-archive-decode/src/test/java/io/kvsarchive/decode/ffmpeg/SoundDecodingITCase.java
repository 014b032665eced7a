/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.Sound;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound is what ffmpeg makes of the same bytes. */
class SoundDecodingITCase {

    @TempDir Path folder;
    private TestMedia media;
    private final Reports reports = new Reports();

    @BeforeEach
    void setUp() {
        media = new TestMedia(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "pcm_s16le, A_PCM/INT/LIT",
        "pcm_s24le, A_PCM/INT/LIT",
        "pcm_s32le, A_PCM/INT/LIT",
        "pcm_u8, A_PCM/INT/LIT",
        "pcm_s16be, A_PCM/INT/BIG",
        "pcm_s24be, A_PCM/INT/BIG",
        "pcm_f32le, A_PCM/FLOAT/IEEE",
        "pcm_f64le, A_PCM/FLOAT/IEEE",
        "pcm_alaw, A_MS/ACM",
        "pcm_mulaw, A_MS/ACM",
    })
    void decodesPcm(String encoder, String codecId) throws IOException {
        for (Archived archived : stereo("-c:a", encoder)) {
            assertThat(archived.frames(1).get(0).track().codecId()).isEqualTo(codecId);

            List<Sound> sounds = decode(archived.frames(1));

            assertThat(sounds)
                    .allMatch(sound -> sound.sampleRate() == 16_000 && sound.channels() == 2);
            assertThat(joined(sounds)).isEqualTo(decodedByFfmpeg(archived));
        }
    }

    @Test
    void decodesAac() throws IOException {
        for (Archived archived : stereo("-c:a", "aac")) {
            assertNearlyEqual(joined(decode(archived.frames(1))), decodedByFfmpeg(archived));
        }
    }

    @Test
    void decodesTheSampleArchive() throws IOException {
        for (Archived archived : TestMedia.sample("front-door").subList(0, 5)) {
            List<Frame> frames = archived.frames(2);

            List<Sound> sounds = decode(frames);

            assertThat(sounds)
                    .extracting(Sound::timestamp)
                    .isEqualTo(frames.stream().map(Frame::timestamp).toList());
            assertThat(sounds)
                    .allMatch(
                            sound ->
                                    sound.sampleRate() == 48_000
                                            && sound.channels() == 1
                                            && sound.samples().length == 1024);
            assertNearlyEqual(joined(sounds), decodedByFfmpeg(archived));
        }
    }

    @Test
    void decodesAacThatBringsItsOwnHeaders() throws IOException {
        List<Frame> frames = stereo("-c:a", "aac").get(0).frames(1);
        List<Frame> withHeaders =
                Rewritten.withCodecPrivate(
                        frames.stream()
                                .map(frame -> Rewritten.payload(frame, adts(frame.payload())))
                                .toList(),
                        new byte[0]);

        assertThat(decode(withHeaders)).isEqualTo(decode(frames)).isNotEmpty();
    }

    @Test
    void countsWhatIsBroken() throws IOException {
        List<Frame> frames = stereo("-c:a", "aac").get(0).frames(1);
        List<Sound> whole = decode(frames);

        List<Sound> sounds = decode(Rewritten.replaced(frames, 5, new byte[] {-1, -1, -1, 1}));

        assertThat(sounds).hasSize(whole.size() - 1);
        assertThat(sounds.subList(0, 5)).isEqualTo(whole.subList(0, 5));
        // A frame of AAC overlaps with the one before.
        assertThat(sounds.subList(6, sounds.size())).isEqualTo(whole.subList(7, whole.size()));
        assertThat(reports.lines()).containsExactly("1 DAMAGED 1");
    }

    @Test
    void countsFramesOfACodecThatIsNotDecoded() throws IOException {
        List<Frame> frames = stereo("-c:a", "libvorbis").get(0).frames(1);

        assertThat(decode(frames)).isEmpty();
        assertThat(reports.lines())
                .containsExactly("1 UNSUPPORTED " + frames.size() + " codec A_VORBIS");
    }

    private List<Archived> stereo(String... encoder) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "aevalsrc=0.5*sin(600*t)|0.3*sin(900*t*t):s=16000:d=5"));
        arguments.addAll(List.of(encoder));
        List<Archived> fragments = media.made(arguments.toArray(String[]::new));
        assertThat(fragments).hasSizeGreaterThan(1);
        return fragments;
    }

    /** A header of seven bytes before a frame: ISO/IEC 13818-7, 6.2. Low complexity, 16 kHz. */
    private static byte[] adts(byte[] frame) {
        int size = frame.length + 7;
        byte[] header = {
            (byte) 0xff,
            (byte) 0xf1,
            (byte) (1 << 6 | 8 << 2),
            (byte) (2 << 6 | size >> 11),
            (byte) (size >> 3),
            (byte) (size << 5 | 0x1f),
            (byte) 0xfc
        };
        return Rewritten.joined(header, frame);
    }

    private List<Sound> decode(List<Frame> frames) {
        List<Sound> sounds = new ArrayList<>();
        try (SoundDecoder decoder = new SoundDecoder(reports)) {
            decoder.decode(frames, sounds::add);
        }
        return sounds;
    }

    /** As ffmpeg decodes it when it isn't told what to leave out at the beginning. */
    private short[] decodedByFfmpeg(Archived archived) throws IOException {
        return samples(
                media.decoded(
                        archived.document(), "-map", "0:a:0", "-f", "s16le", "-c:a", "pcm_s16le"));
    }

    private static short[] samples(byte[] bytes) {
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static short[] joined(List<Sound> sounds) {
        short[] all = new short[sounds.stream().mapToInt(sound -> sound.samples().length).sum()];
        int at = 0;
        for (Sound sound : sounds) {
            System.arraycopy(sound.samples(), 0, all, at, sound.samples().length);
            at += sound.samples().length;
        }
        return all;
    }

    /** AAC is decoded in floating point, which versions of FFmpeg round differently. */
    private static void assertNearlyEqual(short[] actual, short[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("sample %d", i)
                    .isBetween((short) (expected[i] - 1), (short) (expected[i] + 1));
        }
    }
}
