/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What is known of a fragment besides its frames. Immutable.
 *
 * @param fragmentNumber the fragment's number, unique within its stream: decimal digits, too many
 *     for a {@code long}
 * @param producerTimestamp when the producer says that the fragment began
 * @param serverTimestamp when the service began to receive the fragment
 * @param tracks the fragment's tracks, in the order in which it lists them
 * @param tags the producer's tags, in the order of the body; the service's own are not among them
 */
@PublicEvolving
public record FragmentMetadata(
        String fragmentNumber,
        Instant producerTimestamp,
        Instant serverTimestamp,
        List<Track> tracks,
        List<Tag> tags) {

    public FragmentMetadata {
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(serverTimestamp, "serverTimestamp");
        tracks = List.copyOf(tracks);
        tags = List.copyOf(tags);
    }

    /**
     * The tags about the fragment as a whole, by name, in the order of the body. Of several tags
     * with one name the last counts.
     */
    public Map<String, String> fragmentTags() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if (!tag.targetsTrack()) {
                values.put(tag.name(), tag.value());
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
