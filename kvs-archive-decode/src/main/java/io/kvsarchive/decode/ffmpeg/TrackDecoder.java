/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Decodes the frames of one track of one fragment after the other. Not thread-safe. */
final class TrackDecoder implements AutoCloseable {

    private final String codecs;
    private final Decoders decoders;
    private final UndecodableListener listener;

    /**
     * @param codecs how the ids of the codecs begin that are decoded here
     */
    TrackDecoder(String codecs, List<String> hardwareDecoders, UndecodableListener listener) {
        this.codecs = codecs;
        this.decoders = new Decoders(hardwareDecoders);
        this.listener = listener;
    }

    /** Takes what came of a frame, which is gone when the method returns. */
    interface Output {

        /** Returns whether anything could be made of it. */
        boolean accept(Frame frame, Decoder decoder);
    }

    /**
     * Decodes frames.
     *
     * @param frames of one track of one fragment, in the order of decoding
     * @param wanted the places in the list of those that are to be handed out
     */
    void decode(List<Frame> frames, BitSet wanted, Output output) {
        decode(
                frames,
                wanted.cardinality(),
                (decoder, format) ->
                        new FragmentRun(frames, wanted, format, decoder, output).decodeTogether());
    }

    /**
     * Decodes frames, each by itself.
     *
     * @param frames key frames of one track of one fragment
     */
    void decodeEach(List<Frame> frames, Output output) {
        BitSet wanted = new BitSet();
        wanted.set(0, frames.size());
        decode(
                frames,
                frames.size(),
                (decoder, format) ->
                        new FragmentRun(frames, wanted, format, decoder, output).decodeEach());
    }

    /** One use of a decoder. */
    private interface Use {
        FragmentRun run(Decoder decoder, TrackFormat format);
    }

    private void decode(List<Frame> frames, int wanted, Use use) {
        if (wanted == 0) {
            return;
        }
        Track track = frames.get(0).track();
        Optional<TrackFormat> format =
                track.codecId().startsWith(codecs)
                        ? MatroskaCodecs.formatOf(track, frames)
                        : Optional.empty();
        if (format.isEmpty()) {
            listener.undecodable(
                    track, Undecodable.UNSUPPORTED, wanted, "codec " + track.codecId());
            return;
        }
        Decoder decoder;
        try {
            decoder = decoders.take(format.get().parameters());
        } catch (DecoderException e) {
            listener.undecodable(track, Undecodable.UNSUPPORTED, wanted, e.reason());
            return;
        }
        FragmentRun run = null;
        try {
            run = use.run(decoder, format.get());
        } finally {
            if (run == null || run.hasLeftTraces()) {
                decoder.close();
            } else {
                decoders.giveBack(decoder);
            }
        }
        report(track, Undecodable.UNSUPPORTED, run.unsupported());
        report(track, Undecodable.DAMAGED, run.damaged());
        report(track, Undecodable.INCOMPLETE, run.incomplete());
    }

    private void report(Track track, Undecodable reason, int frames) {
        if (frames > 0) {
            listener.undecodable(track, reason, frames, "");
        }
    }

    @Override
    public void close() {
        decoders.close();
    }
}
