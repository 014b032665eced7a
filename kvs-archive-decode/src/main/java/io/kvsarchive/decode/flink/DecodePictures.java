/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import io.kvsarchive.decode.ArchivedPicture;
import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.ffmpeg.PictureDecoder;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Track;
import io.kvsarchive.media.TrackType;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes pictures of fragments.
 *
 * <pre>{@code
 * DataStream<ArchivedPicture> pictures =
 *         fragments.process(new DecodePictures(PictureSettings.defaults()));
 * }</pre>
 *
 * <p>Each picture's event time is when it is to be presented; watermarks pass. The pictures of a
 * fragment come track by track, in the order of presentation. What comes of a fragment depends on
 * it alone. What can't be decoded is left out, counted and logged.
 *
 * <p>A subtask decodes on its own thread, and holds native memory while it runs.
 */
@PublicEvolving
public final class DecodePictures extends ProcessFunction<WholeFragment, ArchivedPicture> {

    private static final long serialVersionUID = 1L;

    private final PictureSettings settings;

    private transient UndecodableFrames undecodable;
    private transient Counter pictures;
    private transient PictureDecoder decoder;

    public DecodePictures(PictureSettings settings) {
        this.settings = settings;
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
        pictures = getRuntimeContext().getMetricGroup().counter("numPictures");
        decoder = new PictureDecoder(settings, undecodable);
    }

    @Override
    public void processElement(
            WholeFragment fragment, Context context, Collector<ArchivedPicture> out) {
        undecodable.decoding(fragment);
        fragment.framesByTrack()
                .forEach(
                        (track, frames) -> {
                            if (isChosen(track)) {
                                decoder.decode(
                                        frames, picture -> emit(picture, track, fragment, out));
                            }
                        });
    }

    private void emit(
            Picture picture, Track track, WholeFragment fragment, Collector<ArchivedPicture> out) {
        pictures.inc();
        Presentation.collect(
                new ArchivedPicture(
                        fragment.stream(),
                        fragment.fragment().fragmentNumber(),
                        track.number(),
                        picture),
                picture.timestamp(),
                out);
    }

    private boolean isChosen(Track track) {
        return settings.tracks().isEmpty()
                ? track.type() == TrackType.VIDEO
                : settings.tracks().contains(track.number());
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }
}
