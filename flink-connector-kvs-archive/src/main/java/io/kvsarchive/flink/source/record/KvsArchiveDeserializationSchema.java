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
 * Makes the records of a job from frames.
 *
 * <p>Each parallel reader has an instance of its own, which one thread uses. A record bears its
 * frame's time as event time.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public interface KvsArchiveDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once, before the first frame. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Makes any number of records from a frame. A checkpoint never falls between the records of one
     * frame.
     *
     * @throws IOException if the frame can't be deserialized; the job fails with it
     */
    void deserialize(ArchivedFrame frame, Collector<T> out) throws IOException;

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

    /** Hands every frame on as it is. */
    static KvsArchiveDeserializationSchema<ArchivedFrame> frames() {
        return new FrameDeserializationSchema();
    }

    /**
     * Hands on what is known of every frame, without its payload: for jobs that shuffle frames and
     * don't need their bytes afterwards.
     */
    static KvsArchiveDeserializationSchema<ArchivedFrameMetadata> frameMetadata() {
        return new FrameMetadataDeserializationSchema();
    }

    /** Makes records from the frames' payloads alone, as text tracks and telemetry need it. */
    static <T> KvsArchiveDeserializationSchema<T> payload(DeserializationSchema<T> schema) {
        return new PayloadDeserializationSchema<>(schema);
    }
}
