/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Makes the records of a job from frames, and from what the listing tells of their fragments.
 *
 * @param <T> the type of the records
 */
@Internal
public interface ListedFrameDeserializationSchema<T> extends KvsArchiveDeserializationSchema<T> {

    /**
     * Called before the first frame of each fragment that has some.
     *
     * @param fragment what the listing tells of the fragment
     * @param streamArn the stream's ARN, where it is known
     */
    void beginFragment(ArchivedFragment fragment, Optional<String> streamArn);

    /** The same records, whatever the listing tells. */
    static <T> ListedFrameDeserializationSchema<T> of(KvsArchiveDeserializationSchema<T> schema) {
        return new UnlistedFrameDeserializationSchema<>(schema);
    }

    /** Whether it has made as many records as the job wants of all readers together. */
    default boolean hasEnough() {
        return false;
    }
}
