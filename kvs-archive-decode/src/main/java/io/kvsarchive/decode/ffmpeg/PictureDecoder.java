/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.media.Frame;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Decodes video. It holds native memory until it is closed. Not thread-safe.
 *
 * <p>Nothing is carried over from one fragment to the next, so that what comes of a fragment
 * depends on it alone.
 */
@PublicEvolving
public final class PictureDecoder implements AutoCloseable {

    private final PictureSettings settings;
    private final TrackDecoder decoder;
    private final PictureConverter converter;

    /**
     * Loads FFmpeg.
     *
     * @throws IllegalStateException if FFmpeg's native libraries can't be loaded; the message says
     *     what to add
     */
    public PictureDecoder(PictureSettings settings, UndecodableListener listener) {
        this.settings = settings;
        this.decoder = new TrackDecoder("V_", settings.hardwareDecoders(), listener);
        this.converter = new PictureConverter(settings);
    }

    /**
     * Decodes one track of a fragment. Pictures come in the order of presentation.
     *
     * @param frames all that there are of the track in the fragment, in the order of decoding
     */
    public void decode(List<Frame> frames, Consumer<Picture> out) {
        List<Frame> candidates =
                settings.decodesKeyFramesOnly()
                        ? frames.stream().filter(Frame::isKeyFrame).toList()
                        : frames;
        BitSet chosen =
                settings.interval()
                        .map(interval -> new TimeGrid(interval).choose(frames, candidates))
                        .orElseGet(() -> all(candidates));
        TrackDecoder.Output output =
                (frame, decoded) -> {
                    Optional<Picture> picture =
                            converter.convert(decoded.frame(), frame.timestamp());
                    picture.ifPresent(out);
                    return picture.isPresent();
                };
        if (settings.decodesKeyFramesOnly()) {
            decoder.decodeEach(chosen.stream().mapToObj(candidates::get).toList(), output);
        } else {
            decoder.decode(candidates, chosen, output);
        }
    }

    private static BitSet all(List<Frame> frames) {
        BitSet all = new BitSet();
        all.set(0, frames.size());
        return all;
    }

    @Override
    public void close() {
        converter.close();
        decoder.close();
    }
}
