/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.ffmpeg.PictureDecoder;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.TrackType;
import java.util.ArrayList;
import java.util.List;

/** Decodes the pictures of fragments. */
final class FragmentPictures implements AutoCloseable {

    private final PictureDecoder decoder;

    FragmentPictures(PictureDecoder decoder) {
        this.decoder = decoder;
    }

    /** Pictures that follow each other and have one size: of each video track, mostly one list. */
    List<List<Picture>> of(WholeFragment fragment) {
        List<List<Picture>> runs = new ArrayList<>();
        fragment.framesByTrack()
                .forEach(
                        (track, frames) -> {
                            if (track.type() == TrackType.VIDEO) {
                                runs.addAll(of(frames));
                            }
                        });
        return runs;
    }

    private List<List<Picture>> of(List<Frame> framesOfTrack) {
        List<List<Picture>> runs = new ArrayList<>();
        List<Picture> run = new ArrayList<>();
        decoder.decode(
                framesOfTrack,
                picture -> {
                    if (!run.isEmpty() && !isOfOneSize(run.get(0), picture)) {
                        runs.add(List.copyOf(run));
                        run.clear();
                    }
                    run.add(picture);
                });
        if (!run.isEmpty()) {
            runs.add(List.copyOf(run));
        }
        return runs;
    }

    private static boolean isOfOneSize(Picture one, Picture other) {
        return one.width() == other.width() && one.height() == other.height();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
