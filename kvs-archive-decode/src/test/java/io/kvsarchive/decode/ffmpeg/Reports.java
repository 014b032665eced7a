/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Track;
import java.util.ArrayList;
import java.util.List;

/** What a decoder said that it could not decode. */
final class Reports implements UndecodableListener {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void undecodable(Track track, Undecodable reason, int frames, String detail) {
        lines.add((track.number() + " " + reason + " " + frames + " " + detail).trim());
    }

    /** A line for each call. */
    List<String> lines() {
        return lines;
    }
}
