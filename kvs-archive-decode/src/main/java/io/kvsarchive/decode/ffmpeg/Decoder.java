/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * A decoder of FFmpeg's, on the caller's thread. All memory is FFmpeg's own, so that neither Java's
 * garbage collector nor JavaCPP's limits know of it. Not thread-safe.
 */
final class Decoder implements AutoCloseable {

    /** Larger pictures than 8192 by 8192 are taken for broken bytes. */
    private static final long MAX_PIXELS = 1L << 26;

    private final CodecParameters parameters;
    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();

    private Decoder(CodecParameters parameters, AVCodecContext context) {
        this.parameters = parameters;
        this.context = context;
    }

    /**
     * Opens a decoder of FFmpeg's.
     *
     * @throws DecoderException if it can't be opened
     */
    static Decoder open(AVCodec codec, CodecParameters parameters) throws DecoderException {
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.max_pixels(MAX_PIXELS);
        // What is wrong with frames is counted; FFmpeg would write it to the process's output.
        context.log_level_offset(avutil.AV_LOG_MAX_OFFSET);
        // Pictures come in order without a guess at how many to hold back, as no stream is live.
        context.strict_std_compliance(avcodec.FF_COMPLIANCE_STRICT);
        if (parameters.sampleRate() > 0) {
            context.sample_rate(parameters.sampleRate());
        }
        if (parameters.channels() > 0) {
            avutil.av_channel_layout_default(context.ch_layout(), parameters.channels());
        }
        byte[] extradata = parameters.extradata();
        if (extradata.length > 0) {
            BytePointer memory =
                    new BytePointer(
                            avutil.av_mallocz(
                                    extradata.length
                                            + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
            memory.put(extradata);
            context.extradata(memory);
            context.extradata_size(extradata.length);
        }
        int error = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        if (error < 0) {
            avcodec.avcodec_free_context(context);
            throw new DecoderException(
                    "FFmpeg's decoder %s can't be opened: %s"
                            .formatted(codec.name().getString(), FFmpeg.describe(error)));
        }
        return new Decoder(parameters, context);
    }

    /** FFmpeg's name of it. */
    String name() {
        return context.codec().name().getString();
    }

    CodecParameters parameters() {
        return parameters;
    }

    /** Lets it leave out from now on, or no longer, what no other picture refers to. */
    void skipUnreferenced(boolean skip) {
        context.skip_frame(skip ? avcodec.AVDISCARD_NONREF : avcodec.AVDISCARD_DEFAULT);
    }

    /**
     * Decodes a packet.
     *
     * @param number what {@link #number()} tells of the frame that comes of it
     * @return whether FFmpeg took it
     */
    boolean send(byte[] bytes, long number) {
        int error = avcodec.av_new_packet(packet, bytes.length);
        if (error < 0) {
            throw new IllegalStateException(
                    "FFmpeg has no memory for a packet of " + bytes.length + " bytes");
        }
        packet.data().put(bytes);
        packet.pts(number);
        error = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        return error >= 0;
    }

    /** Lets what is held back come. Then nothing can be sent before {@link #reset()}. */
    void drain() {
        avcodec.avcodec_send_packet(context, (AVPacket) null);
    }

    /** What {@link #receive()} found. */
    enum Received {
        FRAME,
        NOTHING,
        ERROR
    }

    Received receive() {
        int error = avcodec.avcodec_receive_frame(context, frame);
        if (error >= 0) {
            return Received.FRAME;
        }
        return error == avutil.AVERROR_EAGAIN() || error == avutil.AVERROR_EOF()
                ? Received.NOTHING
                : Received.ERROR;
    }

    /** What was received last. The decoder's own, and gone with the next one. */
    AVFrame frame() {
        return frame;
    }

    /** The number of the packet that the frame comes of. */
    long number() {
        return frame.pts();
    }

    /** Whether FFmpeg found all of the frame's bytes, and of those that it refers to. */
    boolean isWhole() {
        return frame.decode_error_flags() == 0
                && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0;
    }

    /** Forgets all frames. */
    void reset() {
        avcodec.avcodec_flush_buffers(context);
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
    }
}
