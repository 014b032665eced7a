/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Makes the records of a job from what the listing tells of fragments, without their media.
 *
 * <p>Each parallel reader has an instance of its own, which one thread uses.
 *
 * @param <T> the type of the records
 */
@Internal
public interface ListedFragmentDeserializationSchema<T>
        extends Serializable, ResultTypeQueryable<T> {

    /**
     * Makes any number of records from a fragment.
     *
     * @param streamArn the stream's ARN, where it is known
     */
    void deserialize(ArchivedFragment fragment, Optional<String> streamArn, Collector<T> out);

    /** Whether it has made as many records as the job wants of all readers together. */
    default boolean hasEnough() {
        return false;
    }

    /** Hands every fragment on as it is. */
    static ListedFragmentDeserializationSchema<ArchivedFragment> fragments() {
        return new ArchivedFragmentDeserializationSchema();
    }
}
