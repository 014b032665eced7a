/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.media.Frame;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;

/** Where hardware can't decode, FFmpeg does. */
class HardwareDecoderITCase {

    private final List<Frame> frames = TestMedia.sample("parking-lot").get(0).frames(1);

    @Test
    void decodesWithoutADecoderThatFfmpegHasNot() {
        assertThat(decode("h264_abacus")).isEqualTo(decode()).isNotEmpty();
    }

    /** On a machine with the hardware that one decodes, and the pictures are the same. */
    @Test
    void decodesWithoutADecoderThatCantBeOpened() {
        FFmpeg.load();
        assertThat(avcodec.avcodec_find_decoder_by_name("h264_cuvid")).isNotNull();

        assertThat(decode("h264_cuvid")).isEqualTo(decode()).isNotEmpty();
    }

    @Test
    void usesNoDecoderOfAnotherCodec() {
        assertThat(decode("vp9", "hevc")).isEqualTo(decode()).isNotEmpty();
    }

    @Test
    void usesTheNamedDecoder() throws DecoderException {
        FFmpeg.load();
        CodecParameters pcm =
                new CodecParameters(avcodec.AV_CODEC_ID_PCM_S16LE, new byte[0], 8000, 1);
        CodecParameters aac = new CodecParameters(avcodec.AV_CODEC_ID_AAC, new byte[0], 0, 0);

        // FFmpeg has two software decoders for AAC, which stand for two kinds of hardware.
        try (Decoders decoders = new Decoders(List.of("aac_fixed"));
                Decoder fixed = decoders.take(aac);
                Decoder other = decoders.take(pcm)) {
            assertThat(fixed.name()).isEqualTo("aac_fixed");
            assertThat(other.name()).isEqualTo("pcm_s16le");
        }
    }

    private List<Picture> decode(String... hardwareDecoders) {
        List<Picture> pictures = new ArrayList<>();
        Reports reports = new Reports();
        PictureSettings settings =
                PictureSettings.defaults().withHardwareDecoders(hardwareDecoders);
        try (PictureDecoder decoder = new PictureDecoder(settings, reports)) {
            decoder.decode(frames, pictures::add);
        }
        assertThat(reports.lines()).isEmpty();
        return pictures;
    }
}
