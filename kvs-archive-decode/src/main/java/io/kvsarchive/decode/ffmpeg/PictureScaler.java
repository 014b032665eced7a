/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.media.PictureSize;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.IntPointer;

/** Scales frames of one kind, and changes the format of their pixels. Not thread-safe. */
final class PictureScaler implements AutoCloseable {

    /** The same pixels on every machine, whatever its processor can do. */
    private static final int FLAGS =
            swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT;

    private static final int NEUTRAL = 0;
    private static final int UNCHANGED = 1 << 16;

    private final Conversion conversion;
    private final SwsContext context;
    private final AVFrame target;

    private PictureScaler(Conversion conversion, SwsContext context, AVFrame target) {
        this.conversion = conversion;
        this.context = context;
        this.target = target;
    }

    /** What a scaler is opened for. */
    record Conversion(
            PictureSize from,
            int fromFormat,
            boolean isFromFullRange,
            int colorSpace,
            PictureSize to,
            PixelFormat toFormat) {

        static Conversion of(AVFrame frame, PictureSettings settings) {
            PictureSize size = new PictureSize(frame.width(), frame.height());
            int format = withoutRange(frame.format());
            return new Conversion(
                    size,
                    format,
                    format != frame.format() || frame.color_range() == avutil.AVCOL_RANGE_JPEG,
                    frame.colorspace(),
                    settings.scaled(size),
                    settings.format());
        }

        /** FFmpeg's older names for formats say that they use all values of a byte. */
        private static int withoutRange(int format) {
            if (format == avutil.AV_PIX_FMT_YUVJ420P) {
                return avutil.AV_PIX_FMT_YUV420P;
            } else if (format == avutil.AV_PIX_FMT_YUVJ422P) {
                return avutil.AV_PIX_FMT_YUV422P;
            } else if (format == avutil.AV_PIX_FMT_YUVJ444P) {
                return avutil.AV_PIX_FMT_YUV444P;
            } else if (format == avutil.AV_PIX_FMT_YUVJ440P) {
                return avutil.AV_PIX_FMT_YUV440P;
            } else {
                return format;
            }
        }
    }

    /**
     * Opens a scaler of FFmpeg's.
     *
     * @return empty if FFmpeg can't convert pictures of that kind or size
     */
    static Optional<PictureScaler> open(Conversion conversion) {
        int format =
                switch (conversion.toFormat()) {
                    case RGB -> avutil.AV_PIX_FMT_RGB24;
                    case GRAY -> avutil.AV_PIX_FMT_GRAY8;
                    case NV12 -> avutil.AV_PIX_FMT_NV12;
                };
        SwsContext context = swscale.sws_alloc_context();
        context.src_w(conversion.from().width());
        context.src_h(conversion.from().height());
        context.src_format(conversion.fromFormat());
        context.src_range(conversion.isFromFullRange() ? 1 : 0);
        context.dst_w(conversion.to().width());
        context.dst_h(conversion.to().height());
        context.dst_format(format);
        context.dst_range(conversion.toFormat() == PixelFormat.NV12 ? 0 : 1);
        context.flags(FLAGS);
        if (swscale.sws_init_context(context, null, null) < 0) {
            swscale.sws_free_context(context);
            return Optional.empty();
        }
        // The same matrix on both sides, or YUV would be converted by way of RGB.
        IntPointer matrix = swscale.sws_getCoefficients(conversion.colorSpace());
        swscale.sws_setColorspaceDetails(
                context,
                matrix,
                context.src_range(),
                matrix,
                context.dst_range(),
                NEUTRAL,
                UNCHANGED,
                UNCHANGED);
        AVFrame target = avutil.av_frame_alloc();
        target.width(conversion.to().width());
        target.height(conversion.to().height());
        target.format(format);
        PictureScaler scaler = new PictureScaler(conversion, context, target);
        if (avutil.av_frame_get_buffer(target, 0) < 0) {
            scaler.close();
            throw new IllegalStateException("FFmpeg has no memory for a picture: " + conversion);
        }
        return Optional.of(scaler);
    }

    Conversion conversion() {
        return conversion;
    }

    Picture scale(AVFrame frame, Instant timestamp) {
        swscale.sws_scale(
                context,
                frame.data(),
                frame.linesize(),
                0,
                frame.height(),
                target.data(),
                target.linesize());
        return new Picture(
                timestamp,
                conversion.to().width(),
                conversion.to().height(),
                conversion.toFormat(),
                pixels());
    }

    private byte[] pixels() {
        PictureSize size = conversion.to();
        byte[] pixels = new byte[conversion.toFormat().sizeOf(size.width(), size.height())];
        switch (conversion.toFormat()) {
            case RGB -> copyRows(0, 3 * size.width(), size.height(), pixels, 0);
            case GRAY -> copyRows(0, size.width(), size.height(), pixels, 0);
            case NV12 -> {
                copyRows(0, size.width(), size.height(), pixels, 0);
                copyRows(
                        1,
                        2 * ((size.width() + 1) / 2),
                        (size.height() + 1) / 2,
                        pixels,
                        size.width() * size.height());
            }
        }
        return pixels;
    }

    private void copyRows(int plane, int rowSize, int rows, byte[] pixels, int at) {
        int stride = target.linesize(plane);
        ByteBuffer bytes = target.data(plane).capacity((long) stride * rows).asByteBuffer();
        if (stride == rowSize) {
            bytes.get(0, pixels, at, rowSize * rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            bytes.get(row * stride, pixels, at + row * rowSize, rowSize);
        }
    }

    @Override
    public void close() {
        swscale.sws_free_context(context);
        avutil.av_frame_free(target);
    }
}
