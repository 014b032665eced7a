/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.Sound;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.jspecify.annotations.Nullable;

/** Makes sound of FFmpeg's frames: 16 bits, channels in turn. Not thread-safe. */
final class SoundConverter implements AutoCloseable {

    private @Nullable Resampler resampler;

    /** What a resampler is made for. */
    private record Conversion(int format, int sampleRate, int channels) {}

    /** FFmpeg's resampler, which its first frame sets up. */
    private record Resampler(Conversion conversion, SwrContext context) {}

    /** Empty if FFmpeg can't convert sound of that kind. */
    Optional<Sound> convert(AVFrame frame, Instant timestamp) {
        Conversion needed =
                new Conversion(
                        frame.format(), frame.sample_rate(), frame.ch_layout().nb_channels());
        if (resampler == null || !resampler.conversion().equals(needed)) {
            close();
            resampler = new Resampler(needed, swresample.swr_alloc());
        }
        AVFrame target = avutil.av_frame_alloc();
        try {
            target.format(avutil.AV_SAMPLE_FMT_S16);
            target.sample_rate(frame.sample_rate());
            avutil.av_channel_layout_copy(target.ch_layout(), frame.ch_layout());
            if (swresample.swr_convert_frame(resampler.context(), target, frame) < 0) {
                close();
                return Optional.empty();
            }
            short[] samples = new short[target.nb_samples() * needed.channels()];
            target.data(0)
                    .capacity((long) samples.length * Short.BYTES)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asShortBuffer()
                    .get(samples);
            return Optional.of(
                    new Sound(timestamp, needed.sampleRate(), needed.channels(), samples));
        } finally {
            avutil.av_frame_free(target);
        }
    }

    @Override
    public void close() {
        if (resampler != null) {
            swresample.swr_free(resampler.context());
            resampler = null;
        }
    }
}
