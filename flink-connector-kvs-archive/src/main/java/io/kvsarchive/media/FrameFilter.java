/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.Serializable;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Which frames of a fragment are wanted. The others are read from the body, but never copied.
 * Immutable.
 *
 * @param tracks the wanted tracks, each by its name or by its number in decimal; empty for all of
 *     them
 * @param keepsKeyFramesOnly whether frames that can't be decoded without others are left out.
 *     Tracks of which each frame can, such as audio, keep all of theirs
 */
@Internal
public record FrameFilter(Set<String> tracks, boolean keepsKeyFramesOnly) implements Serializable {

    /** Leaves nothing out. */
    public static final FrameFilter ALL = new FrameFilter(Set.of(), false);

    public FrameFilter {
        tracks = Set.copyOf(tracks);
    }

    boolean chooses(Track track) {
        return tracks.isEmpty()
                || tracks.contains(Long.toString(track.number()))
                || track.name().filter(tracks::contains).isPresent();
    }

    boolean keeps(boolean isKeyFrame) {
        return isKeyFrame || !keepsKeyFramesOnly;
    }
}
