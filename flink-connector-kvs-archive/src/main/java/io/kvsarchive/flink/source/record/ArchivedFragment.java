/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A fragment as the listing tells of it, without its media.
 *
 * @param stream the stream's name
 * @param fragmentNumber the fragment's number, unique within its stream
 * @param producerTimestamp when the producer says that the fragment began
 * @param serverTimestamp when the service began to receive the fragment
 * @param sizeInBytes what reading it costs
 * @param duration from the first frame's time to the last frame's. The last frame's own duration is
 *     not in it: a fragment of one frame has the duration zero, and the next fragment begins later
 *     than this one's start and duration, without any gap
 */
@PublicEvolving
@TypeInfo(RecordTypeInfoFactory.class)
public record ArchivedFragment(
        String stream,
        String fragmentNumber,
        Instant producerTimestamp,
        Instant serverTimestamp,
        long sizeInBytes,
        Duration duration) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<ArchivedFragment> TYPE =
            new RecordTypeInfo<>(ArchivedFragment.class, ArchivedFragmentSerializer.INSTANCE);

    /** Decides, by what the listing tells, whether a fragment is read. */
    @PublicEvolving
    @FunctionalInterface
    public interface Filter extends Serializable {

        /** Must tell the same each time that it is asked for the same fragment. */
        boolean accepts(ArchivedFragment fragment);
    }

    public ArchivedFragment {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(serverTimestamp, "serverTimestamp");
        Objects.requireNonNull(duration, "duration");
    }
}
