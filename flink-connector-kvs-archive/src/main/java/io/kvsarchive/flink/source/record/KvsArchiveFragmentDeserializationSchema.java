/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Makes the records of a job from whole fragments, each of which decodes on its own: so a decoder
 * lives for one call, and fragments are decoded in parallel.
 *
 * <p>Each parallel reader has an instance of its own, which one thread uses. A record bears the
 * time at which its fragment began, by the producer's clock, as event time.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public interface KvsArchiveFragmentDeserializationSchema<T>
        extends Serializable, ResultTypeQueryable<T> {

    /** Called once, before the first fragment. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Whether fragments are to come with their {@linkplain WholeFragment#document() document},
     * which takes as much memory again as their frames. By default they come without. Asked once,
     * after {@link #open}.
     */
    default boolean needsDocument() {
        return false;
    }

    /**
     * Makes any number of records from a fragment. A checkpoint never falls between them.
     *
     * <p>Each fragment comes, also one that has no frames, or none that the source's options keep.
     * In a job that is restored from one that read frames, a fragment of which some frames had been
     * emitted comes as a whole.
     *
     * @throws IOException if the fragment can't be deserialized; the job fails with it
     */
    void deserialize(WholeFragment fragment, Collector<T> out) throws IOException;

    /**
     * Makes any number of records from the news that a fragment can't be had, where the job was
     * told to go on without such fragments. By default it makes none.
     *
     * <p>A record bears the time at which the fragment began. With checkpoints, the news come once
     * for each fragment.
     *
     * @throws IOException if the job can't go on without the fragment; the job fails with it
     */
    default void onLostFragment(LostFragment fragment, Collector<T> out) throws IOException {}

    /** Hands every fragment on as it is, without its document. */
    static KvsArchiveFragmentDeserializationSchema<WholeFragment> fragments() {
        return new WholeFragmentDeserializationSchema(false);
    }

    /** Hands every fragment on as it is, with its document: for players, decoders and files. */
    static KvsArchiveFragmentDeserializationSchema<WholeFragment> fragmentsWithDocument() {
        return new WholeFragmentDeserializationSchema(true);
    }
}
