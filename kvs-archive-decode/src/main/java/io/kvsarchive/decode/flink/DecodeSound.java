/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import io.kvsarchive.decode.ArchivedSound;
import io.kvsarchive.decode.Sound;
import io.kvsarchive.decode.ffmpeg.SoundDecoder;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Track;
import io.kvsarchive.media.TrackType;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes sound of fragments: a record for each frame of audio.
 *
 * <pre>{@code
 * DataStream<ArchivedSound> sound = fragments.process(new DecodeSound());
 * }</pre>
 *
 * <p>Each record's event time is when its first sample is to be heard; watermarks pass. The sound
 * of a fragment comes track by track. What comes of a fragment depends on it alone, so that with
 * AAC, of which each frame needs the one before, a fragment's first frame fades in. What can't be
 * decoded is left out, counted and logged.
 *
 * <p>A subtask decodes on its own thread, and holds native memory while it runs.
 */
@PublicEvolving
public final class DecodeSound extends ProcessFunction<WholeFragment, ArchivedSound> {

    private static final long serialVersionUID = 1L;

    private final List<Long> tracks;

    private transient UndecodableFrames undecodable;
    private transient Counter sounds;
    private transient SoundDecoder decoder;

    /**
     * Decodes some tracks, or all that are audio.
     *
     * @param tracks the numbers of the tracks to decode, whatever their type; all audio tracks if
     *     there is none
     */
    public DecodeSound(Long... tracks) {
        this.tracks = List.of(tracks);
    }

    /**
     * Loads FFmpeg.
     *
     * @throws IllegalStateException if FFmpeg's native libraries can't be loaded; the message says
     *     what to add
     */
    @Override
    public void open(OpenContext context) {
        undecodable = new UndecodableFrames(getRuntimeContext().getMetricGroup());
        sounds = getRuntimeContext().getMetricGroup().counter("numSounds");
        decoder = new SoundDecoder(undecodable);
    }

    @Override
    public void processElement(
            WholeFragment fragment, Context context, Collector<ArchivedSound> out) {
        undecodable.decoding(fragment);
        fragment.framesByTrack()
                .forEach(
                        (track, frames) -> {
                            if (isChosen(track)) {
                                decoder.decode(frames, sound -> emit(sound, track, fragment, out));
                            }
                        });
    }

    private void emit(
            Sound sound, Track track, WholeFragment fragment, Collector<ArchivedSound> out) {
        sounds.inc();
        Presentation.collect(
                new ArchivedSound(
                        fragment.stream(),
                        fragment.fragment().fragmentNumber(),
                        track.number(),
                        sound),
                sound.timestamp(),
                out);
    }

    private boolean isChosen(Track track) {
        return tracks.isEmpty() ? track.type() == TrackType.AUDIO : tracks.contains(track.number());
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }
}
