/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A tag that the producer attached to a fragment.
 *
 * @param name the tag's name; a fragment may bear several tags of one name
 * @param value the tag's text
 * @param trackUid the unsigned UID of the track that the tag is about, or 0 where it is about the
 *     fragment as a whole
 */
@PublicEvolving
public record Tag(String name, String value, long trackUid) {

    /** Whether the tag is about one track rather than the fragment as a whole. */
    public boolean targetsTrack() {
        return trackUid != 0;
    }
}
