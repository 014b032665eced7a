/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import java.util.Collection;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Watermarks by what a reader holds. For the task's thread alone.
 *
 * @param <T> the type of the records
 */
@Internal
public interface SplitWatermarks<T> {

    /** A split has come. */
    void added(KvsArchiveSplitState split);

    /** Flink pauses splits, and resumes others. */
    void pausedOrResumed(Collection<String> pausedIds, Collection<String> resumedIds);

    /** A split has no more to emit of one of its fragments. */
    void fragmentDone();

    /** Splits have been read to their ends. */
    void finished(Collection<String> splitIds);

    /**
     * What the enumerator tells of all that has not been handed out.
     *
     * @see LowerBoundEvent
     */
    void told(long lowerBoundMillis);

    /**
     * Where the next record of a split goes.
     *
     * @param output where it would go otherwise
     */
    SourceOutput<T> outputOf(String splitId, SourceOutput<T> output);

    /** A record is about to be emitted, with that event time in milliseconds since the epoch. */
    void emitting(long timestampMillis);

    /** Whether there is a watermark to emit although there may be no record. */
    boolean isDue();

    /** Emits what can be said now. */
    void emit(ReaderOutput<T> output);
}
