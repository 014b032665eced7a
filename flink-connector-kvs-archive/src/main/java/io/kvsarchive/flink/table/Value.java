/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where the values of a column come from, in the form that Flink SQL has inside; null if unknown.
 */
sealed interface Value {

    /** What the listing tells, and the stream's ARN: the same for all frames of a fragment. */
    record OfListing(BiFunction<ArchivedFragment, Optional<String>, Object> value)
            implements Value {}

    /** What any frame of a fragment tells of the fragment. */
    record OfFragment(Function<ArchivedFrame, Object> value) implements Value {}

    /** What a frame tells of itself. */
    record OfFrame(Function<ArchivedFrame, Object> value) implements Value {}

    static Value ofListing(Function<ArchivedFragment, Object> value) {
        return new OfListing((fragment, streamArn) -> value.apply(fragment));
    }

    static Value ofFragment(Function<ArchivedFrame, Object> value) {
        return new OfFragment(value);
    }

    static Value ofFrame(Function<ArchivedFrame, Object> value) {
        return new OfFrame(value);
    }
}
