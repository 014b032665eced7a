/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.Sound;
import io.kvsarchive.media.Frame;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Decodes audio. It holds native memory until it is closed. Not thread-safe.
 *
 * <p>Nothing is carried over from one fragment to the next, so that what comes of a fragment
 * depends on it alone.
 */
@PublicEvolving
public final class SoundDecoder implements AutoCloseable {

    private final TrackDecoder decoder;
    private final SoundConverter converter = new SoundConverter();

    /**
     * Loads FFmpeg.
     *
     * @throws IllegalStateException if FFmpeg's native libraries can't be loaded; the message says
     *     what to add
     */
    public SoundDecoder(UndecodableListener listener) {
        this.decoder = new TrackDecoder("A_", List.of(), listener);
    }

    /**
     * Decodes one track of a fragment.
     *
     * @param frames all that there are of the track in the fragment
     */
    public void decode(List<Frame> frames, Consumer<Sound> out) {
        BitSet all = new BitSet();
        all.set(0, frames.size());
        decoder.decode(
                frames,
                all,
                (frame, decoded) -> {
                    Optional<Sound> sound = converter.convert(decoded.frame(), frame.timestamp());
                    sound.ifPresent(out);
                    return sound.isPresent();
                });
    }

    @Override
    public void close() {
        converter.close();
        decoder.close();
    }
}
