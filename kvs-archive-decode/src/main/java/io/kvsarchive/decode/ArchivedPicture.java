/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordTypeInfo;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A decoded picture, and where it comes from. Immutable.
 *
 * <p>Flink neither copies it between chained operators nor needs Kryo to serialize it.
 *
 * @param stream the name of the video stream
 * @param fragmentNumber the number of the fragment that it was decoded from
 * @param trackNumber the number of its track within the fragment
 * @param picture the picture
 */
@PublicEvolving
@TypeInfo(DecodedTypeInfoFactory.class)
public record ArchivedPicture(
        String stream, String fragmentNumber, long trackNumber, Picture picture) {

    /** The type of these records, for Flink. */
    public static final TypeInformation<ArchivedPicture> TYPE =
            new RecordTypeInfo<>(ArchivedPicture.class, ArchivedPictureSerializer.INSTANCE);

    public ArchivedPicture {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(picture, "picture");
    }
}
