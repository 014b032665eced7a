/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Track;
import org.apache.flink.annotation.PublicEvolving;

/** Is told of frames of which nothing came. */
@PublicEvolving
@FunctionalInterface
public interface UndecodableListener {

    /**
     * Called once for each track of a fragment and reason.
     *
     * @param frames how many
     * @param detail what is known besides, for people; may be empty
     */
    void undecodable(Track track, Undecodable reason, int frames, String detail);
}
