/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open decoders, kept for fragments that need the same: a few, as one for H.264 holds tens of
 * megabytes. Not thread-safe.
 */
final class Decoders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Decoders.class);

    private static final int MAX_IDLE = 4;

    private final List<String> hardwareDecoders;
    private final Set<String> unusable = new HashSet<>();
    private final Map<CodecParameters, Decoder> idle = new LinkedHashMap<>();

    /**
     * @param hardwareDecoders names of FFmpeg's decoders that are tried before its usual ones
     */
    Decoders(List<String> hardwareDecoders) {
        FFmpeg.load();
        this.hardwareDecoders = hardwareDecoders;
    }

    /**
     * A decoder that has decoded nothing, or nothing that matters. It is the caller's, who closes
     * it, or gives it back.
     *
     * @throws DecoderException if none can be opened
     */
    Decoder take(CodecParameters parameters) throws DecoderException {
        Decoder kept = idle.remove(parameters);
        if (kept != null) {
            kept.reset();
            return kept;
        }
        for (String name : hardwareDecoders) {
            if (!unusable.contains(name)) {
                AVCodec codec = avcodec.avcodec_find_decoder_by_name(name);
                if (codec == null) {
                    giveUp(name, "FFmpeg has none of that name");
                } else if (codec.id() == parameters.codecId()) {
                    try {
                        return Decoder.open(codec, parameters);
                    } catch (DecoderException e) {
                        giveUp(name, e.reason());
                    }
                }
            }
        }
        return Decoder.open(avcodec.avcodec_find_decoder(parameters.codecId()), parameters);
    }

    private void giveUp(String name, String reason) {
        unusable.add(name);
        LOG.warn("Decoding without the hardware decoder {}: {}", name, reason);
    }

    /** Keeps a decoder for another fragment. */
    void giveBack(Decoder decoder) {
        idle.put(decoder.parameters(), decoder);
        if (idle.size() > MAX_IDLE) {
            Iterator<Decoder> oldest = idle.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        idle.values().forEach(Decoder::close);
        idle.clear();
    }
}
