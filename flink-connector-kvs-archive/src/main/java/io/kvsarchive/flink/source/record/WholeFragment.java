/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A fragment with all that was read of it: what decodes on its own. Immutable.
 *
 * <p>Flink neither copies it between chained operators nor needs Kryo to serialize it.
 *
 * @param stream the name of the video stream
 * @param fragment what is known of the fragment besides its frames
 * @param frames those of its frames that the source keeps, in the order of the body, which for
 *     video is the order of decoding; there may be none
 * @param document the fragment as a Matroska document of its own, which any player opens, with all
 *     of its frames and tags; empty unless the schema asks for it. Where the fragment has an EBML
 *     header and a Segment to itself, these are its bytes as they came; where it shares a Segment,
 *     the Segment's headers come before its own bytes. Not a copy, and not to be changed
 */
@PublicEvolving
@TypeInfo(RecordTypeInfoFactory.class)
public record WholeFragment(
        String stream, FragmentMetadata fragment, List<Frame> frames, byte[] document) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<WholeFragment> TYPE =
            new RecordTypeInfo<>(WholeFragment.class, WholeFragmentSerializer.INSTANCE);

    public WholeFragment {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragment, "fragment");
        frames = List.copyOf(frames);
        Objects.requireNonNull(document, "document");
    }

    /**
     * The frames of each track that has some, in the order of the tracks' numbers; those of a track
     * are in the order of {@link #frames()}.
     */
    public Map<Track, List<Frame>> framesByTrack() {
        return frames.stream()
                .collect(
                        Collectors.groupingBy(
                                Frame::track,
                                () -> new TreeMap<>(Comparator.comparingLong(Track::number)),
                                Collectors.toList()));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof WholeFragment that
                        && stream.equals(that.stream)
                        && fragment.equals(that.fragment)
                        && frames.equals(that.frames)
                        && Arrays.equals(document, that.document));
    }

    @Override
    public int hashCode() {
        return Objects.hash(stream, fragment, frames, Arrays.hashCode(document));
    }

    @Override
    public String toString() {
        return "WholeFragment{stream=%s, fragment=%s, frames=%s, documentSize=%s}"
                .formatted(stream, fragment, frames, document.length);
    }
}
