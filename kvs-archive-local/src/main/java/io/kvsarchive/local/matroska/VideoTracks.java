/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.util.OptionalLong;

/** Finds the track at whose key frames a file is cut. */
final class VideoTracks implements ElementVisitor {

    private static final int VIDEO_TYPE = 1;

    private final MediaReader media;
    private OptionalLong firstVideo = OptionalLong.empty();
    private long number;
    private long type;

    private VideoTracks(MediaReader media) {
        this.media = media;
    }

    /** The number of the first video track of a Tracks element. */
    static OptionalLong firstOf(MediaReader media, Element tracks) throws IOException {
        VideoTracks reader = new VideoTracks(media);
        ElementScan.scan(media, tracks.start(), tracks.end(), ElementTree.TRACKS, reader);
        return reader.firstVideo;
    }

    @Override
    public void enter(Element element) {
        number = 0;
        type = 0;
    }

    @Override
    public void leaf(Element element) throws IOException {
        if (element.id() == ElementId.TRACK_NUMBER) {
            number = ElementData.unsigned(media, element);
        } else if (element.id() == ElementId.TRACK_TYPE) {
            type = ElementData.unsigned(media, element);
        }
    }

    @Override
    public void leave(Element element, long end) {
        if (element.id() == ElementId.TRACK_ENTRY && type == VIDEO_TYPE && firstVideo.isEmpty()) {
            firstVideo = OptionalLong.of(number);
        }
    }
}
