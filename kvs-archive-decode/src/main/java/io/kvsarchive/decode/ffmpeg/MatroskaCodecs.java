/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.AudioFormat;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;

/** What Matroska's codecs are for FFmpeg: those that are decoded, and no others. */
final class MatroskaCodecs {

    private static final byte[] NOTHING = {};

    /** The part of WAVEFORMATEX that every WAVEFORMAT has. */
    private static final int WAVE_FORMAT_SIZE = 16;

    private MatroskaCodecs() {}

    /**
     * How to decode the frames of a fragment's track.
     *
     * @param frames at least one
     * @return empty if the codec is none of those that are decoded
     */
    static Optional<TrackFormat> formatOf(Track track, List<Frame> frames) {
        byte[] codecPrivate = track.codecPrivate();
        return switch (track.codecId()) {
            case "V_MPEG4/ISO/AVC" ->
                    Optional.of(
                            predicted(
                                    avcodec.AV_CODEC_ID_H264,
                                    NalPackaging.of(NalSyntax.H264, codecPrivate, frames)));
            case "V_MPEGH/ISO/HEVC" ->
                    Optional.of(
                            predicted(
                                    avcodec.AV_CODEC_ID_HEVC,
                                    NalPackaging.of(NalSyntax.H265, codecPrivate, frames)));
            case "V_MJPEG" ->
                    Optional.of(
                            new TrackFormat(
                                    new CodecParameters(avcodec.AV_CODEC_ID_MJPEG, NOTHING, 0, 0),
                                    Packaging.asStored(false),
                                    false));
            // Without codec private data each frame brings a header of its own (ADTS).
            case "A_AAC" ->
                    Optional.of(
                            sound(
                                    track,
                                    avcodec.AV_CODEC_ID_AAC,
                                    codecPrivate,
                                    codecPrivate.length == 0));
            case "A_PCM/INT/LIT" -> pcm(track, littleEndian(bitDepth(track)));
            case "A_PCM/INT/BIG" -> pcm(track, bigEndian(bitDepth(track)));
            case "A_PCM/FLOAT/IEEE" -> pcm(track, floatingPoint(bitDepth(track)));
            case "A_MS/ACM" -> waveFormat(codecPrivate);
            default -> Optional.empty();
        };
    }

    private static TrackFormat predicted(int codecId, NalPackaging packaging) {
        return new TrackFormat(
                new CodecParameters(codecId, packaging.extradata(), 0, 0), packaging, true);
    }

    private static TrackFormat sound(
            Track track, int codecId, byte[] extradata, boolean leavesTraces) {
        return new TrackFormat(
                new CodecParameters(
                        codecId,
                        extradata,
                        track.audioFormat()
                                .map(format -> (int) Math.round(format.samplingRate()))
                                .orElse(0),
                        track.audioFormat().map(AudioFormat::channels).orElse(0)),
                Packaging.asStored(leavesTraces),
                false);
    }

    private static Optional<TrackFormat> pcm(Track track, Optional<Integer> codecId) {
        return codecId.map(id -> sound(track, id, NOTHING, false));
    }

    private static int bitDepth(Track track) {
        return track.audioFormat().map(AudioFormat::bitDepth).orElse(0);
    }

    private static Optional<Integer> littleEndian(int bitDepth) {
        return switch (bitDepth) {
            case 8 -> Optional.of(avcodec.AV_CODEC_ID_PCM_U8);
            case 16 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S16LE);
            case 24 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S24LE);
            case 32 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S32LE);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> bigEndian(int bitDepth) {
        return switch (bitDepth) {
            case 8 -> Optional.of(avcodec.AV_CODEC_ID_PCM_U8);
            case 16 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S16BE);
            case 24 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S24BE);
            case 32 -> Optional.of(avcodec.AV_CODEC_ID_PCM_S32BE);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> floatingPoint(int bitDepth) {
        return switch (bitDepth) {
            case 32 -> Optional.of(avcodec.AV_CODEC_ID_PCM_F32LE);
            case 64 -> Optional.of(avcodec.AV_CODEC_ID_PCM_F64LE);
            default -> Optional.empty();
        };
    }

    /** Codec private data of A_MS/ACM are a WAVEFORMATEX, which is little-endian. */
    private static Optional<TrackFormat> waveFormat(byte[] codecPrivate) {
        if (codecPrivate.length < WAVE_FORMAT_SIZE) {
            return Optional.empty();
        }
        ByteBuffer format = ByteBuffer.wrap(codecPrivate).order(ByteOrder.LITTLE_ENDIAN);
        int channels = format.getShort(2);
        int sampleRate = format.getInt(4);
        Optional<Integer> codecId =
                switch (format.getShort(0)) {
                    case 1 -> littleEndian(format.getShort(14));
                    case 6 -> Optional.of(avcodec.AV_CODEC_ID_PCM_ALAW);
                    case 7 -> Optional.of(avcodec.AV_CODEC_ID_PCM_MULAW);
                    default -> Optional.empty();
                };
        return codecId.map(
                id ->
                        new TrackFormat(
                                new CodecParameters(id, NOTHING, sampleRate, channels),
                                Packaging.asStored(false),
                                false));
    }
}
