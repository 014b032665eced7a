/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Decoded sound, and where it comes from. Immutable.
 *
 * <p>Flink neither copies it between chained operators nor needs Kryo to serialize it.
 *
 * @param stream the name of the video stream
 * @param fragmentNumber the number of the fragment that it was decoded from
 * @param trackNumber the number of its track within the fragment
 * @param sound the sound
 */
@PublicEvolving
@TypeInfo(ArchivedSoundTypeInfo.Factory.class)
public record ArchivedSound(String stream, String fragmentNumber, long trackNumber, Sound sound) {

    public ArchivedSound {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(sound, "sound");
    }
}
