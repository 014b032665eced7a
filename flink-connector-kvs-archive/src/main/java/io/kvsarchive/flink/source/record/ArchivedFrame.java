/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A frame of archived video with the fragment that it came in. Immutable.
 *
 * <p>Flink neither copies it between chained operators nor needs Kryo to serialize it.
 *
 * @param stream the name of the video stream
 * @param fragment what is known of the fragment
 * @param frame the frame itself, with its track, its time and its bytes
 */
@PublicEvolving
@TypeInfo(RecordTypeInfoFactory.class)
public record ArchivedFrame(String stream, FragmentMetadata fragment, Frame frame) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<ArchivedFrame> TYPE =
            new RecordTypeInfo<>(ArchivedFrame.class, ArchivedFrameSerializer.INSTANCE);

    public ArchivedFrame {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragment, "fragment");
        Objects.requireNonNull(frame, "frame");
    }
}
