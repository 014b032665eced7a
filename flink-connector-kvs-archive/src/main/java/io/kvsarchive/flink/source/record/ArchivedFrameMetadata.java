/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import io.kvsarchive.media.TrackType;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What is known of a frame besides its payload: enough to find it again, and to count, group and
 * join frames. Immutable.
 *
 * <p>Flink neither copies it between chained operators nor needs Kryo to serialize it. On the way
 * between operators that are not chained it takes some 150 bytes.
 *
 * @param stream the name of the video stream
 * @param fragmentNumber the number of the frame's fragment, unique within its stream
 * @param producerTimestamp when the producer says that the fragment began
 * @param serverTimestamp when the service began to receive the fragment
 * @param trackNumber the number of the frame's track within the fragment
 * @param trackType the kind of track
 * @param trackName the track's name, if it has one
 * @param codecId Matroska's name of the codec, such as {@code V_MPEG4/ISO/AVC}; empty if missing
 * @param index the frame's place among all frames of its fragment, from 0, in the order of decoding
 * @param timestamp when the frame is to be presented, to the nanosecond
 * @param isKeyFrame whether the frame can be decoded without any other
 * @param sizeInBytes of the payload
 */
@PublicEvolving
@TypeInfo(RecordTypeInfoFactory.class)
public record ArchivedFrameMetadata(
        String stream,
        String fragmentNumber,
        Instant producerTimestamp,
        Instant serverTimestamp,
        long trackNumber,
        TrackType trackType,
        Optional<String> trackName,
        String codecId,
        int index,
        Instant timestamp,
        boolean isKeyFrame,
        int sizeInBytes) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<ArchivedFrameMetadata> TYPE =
            new RecordTypeInfo<>(
                    ArchivedFrameMetadata.class, ArchivedFrameMetadataSerializer.INSTANCE);

    public ArchivedFrameMetadata {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(serverTimestamp, "serverTimestamp");
        Objects.requireNonNull(trackType, "trackType");
        Objects.requireNonNull(trackName, "trackName");
        Objects.requireNonNull(codecId, "codecId");
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** The metadata of a frame; its payload is not held. */
    public static ArchivedFrameMetadata of(ArchivedFrame archived) {
        FragmentMetadata fragment = archived.fragment();
        Frame frame = archived.frame();
        Track track = frame.track();
        return new ArchivedFrameMetadata(
                archived.stream(),
                fragment.fragmentNumber(),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                track.number(),
                track.type(),
                track.name(),
                track.codecId(),
                frame.index(),
                frame.timestamp(),
                frame.isKeyFrame(),
                frame.payload().length);
    }
}
