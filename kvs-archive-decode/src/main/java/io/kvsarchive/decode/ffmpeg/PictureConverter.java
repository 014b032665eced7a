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

/** Makes pictures of FFmpeg's frames: scaled, and in another format of pixels. Not thread-safe. */
final class PictureConverter implements AutoCloseable {

    /** The same pixels on every machine, whatever its processor can do. */
    private static final int FLAGS =
            swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT;

    private static final int NEUTRAL = 0;
    private static final int UNCHANGED = 1 << 16;

    private final PictureSettings settings;
    private Conversion conversion;
    private SwsContext context;
    private AVFrame target;

    PictureConverter(PictureSettings settings) {
        this.settings = settings;
    }

    /** What a context is made for. */
    private record Conversion(
            PictureSize from,
            int fromFormat,
            boolean fromFullRange,
            int colorSpace,
            PictureSize to) {}

    /** Empty if FFmpeg can't convert pictures of that kind or size. */
    Optional<Picture> convert(AVFrame frame, Instant timestamp) {
        PictureSize size = new PictureSize(frame.width(), frame.height());
        Conversion needed =
                new Conversion(
                        size,
                        withoutRange(frame.format()),
                        frame.format() != withoutRange(frame.format())
                                || frame.color_range() == avutil.AVCOL_RANGE_JPEG,
                        frame.colorspace(),
                        settings.scaled(size));
        if (!needed.equals(conversion)) {
            close();
            if (!prepare(needed)) {
                return Optional.empty();
            }
        }
        swscale.sws_scale(
                context,
                frame.data(),
                frame.linesize(),
                0,
                frame.height(),
                target.data(),
                target.linesize());
        return Optional.of(
                new Picture(
                        timestamp,
                        needed.to().width(),
                        needed.to().height(),
                        settings.format(),
                        pixels(needed.to())));
    }

    private boolean prepare(Conversion needed) {
        int format =
                switch (settings.format()) {
                    case RGB -> avutil.AV_PIX_FMT_RGB24;
                    case GRAY -> avutil.AV_PIX_FMT_GRAY8;
                    case NV12 -> avutil.AV_PIX_FMT_NV12;
                };
        context = swscale.sws_alloc_context();
        context.src_w(needed.from().width());
        context.src_h(needed.from().height());
        context.src_format(needed.fromFormat());
        context.src_range(needed.fromFullRange() ? 1 : 0);
        context.dst_w(needed.to().width());
        context.dst_h(needed.to().height());
        context.dst_format(format);
        context.dst_range(settings.format() == PixelFormat.NV12 ? 0 : 1);
        context.flags(FLAGS);
        if (swscale.sws_init_context(context, null, null) < 0) {
            return false;
        }
        // The same matrix on both sides, or YUV would be converted by way of RGB.
        IntPointer matrix = swscale.sws_getCoefficients(needed.colorSpace());
        swscale.sws_setColorspaceDetails(
                context,
                matrix,
                context.src_range(),
                matrix,
                context.dst_range(),
                NEUTRAL,
                UNCHANGED,
                UNCHANGED);
        target = avutil.av_frame_alloc();
        target.width(needed.to().width());
        target.height(needed.to().height());
        target.format(format);
        if (avutil.av_frame_get_buffer(target, 0) < 0) {
            throw new IllegalStateException("FFmpeg has no memory for a picture: " + needed);
        }
        conversion = needed;
        return true;
    }

    private byte[] pixels(PictureSize size) {
        byte[] pixels = new byte[settings.format().sizeOf(size.width(), size.height())];
        switch (settings.format()) {
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

    @Override
    public void close() {
        conversion = null;
        if (context != null) {
            swscale.sws_free_context(context);
            context = null;
        }
        if (target != null) {
            avutil.av_frame_free(target);
            target = null;
        }
    }
}
