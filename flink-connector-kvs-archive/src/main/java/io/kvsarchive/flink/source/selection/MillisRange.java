/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A range of times, in milliseconds since the epoch, both ends included. It may be empty.
 *
 * @param first {@link Long#MIN_VALUE} for no bound
 * @param last {@link Long#MAX_VALUE} for no bound
 */
@Internal
public record MillisRange(long first, long last) implements Serializable {

    public static final MillisRange ALL = new MillisRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public static MillisRange from(long first) {
        return new MillisRange(first, Long.MAX_VALUE);
    }

    public static MillisRange to(long last) {
        return new MillisRange(Long.MIN_VALUE, last);
    }

    public MillisRange and(MillisRange other) {
        return new MillisRange(Math.max(first, other.first), Math.min(last, other.last));
    }

    public boolean contains(long millis) {
        return first <= millis && millis <= last;
    }

    boolean isAll() {
        return equals(ALL);
    }

    /** The later of a start and the range's. */
    Instant startAfter(Instant start) {
        return first > start.toEpochMilli() ? inRangeOfService(first) : start;
    }

    /**
     * The earlier of an end and the range's.
     *
     * @param end null for none
     */
    @Nullable Instant endBefore(@Nullable Instant end) {
        boolean isEarlier = last != Long.MAX_VALUE && (end == null || last < end.toEpochMilli());
        return isEarlier ? inRangeOfService(last) : end;
    }

    /** Just beyond the range of all times that can be told to the service, nothing is. */
    private static Instant inRangeOfService(long millis) {
        long earliest = FragmentSelection.EARLIEST.toEpochMilli() - 1;
        long latest = FragmentSelection.LATEST.toEpochMilli();
        return Instant.ofEpochMilli(Math.max(earliest, Math.min(millis, latest)));
    }
}
