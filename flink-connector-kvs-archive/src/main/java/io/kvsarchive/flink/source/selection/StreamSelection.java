/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamDescription.Filter;
import io.kvsarchive.service.StreamReference;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a job reads.
 *
 * @param named streams that the user names, and what is read of each
 * @param prefix what the names of streams begin with that are looked for; null if none are
 * @param ofFound what is read of streams that are found so, and whether there is an end to it
 * @param filter accepts the streams that are read by what the service tells of them; null for all
 * @param pushed which of all that a query wants; it is applied to the others already
 */
@Internal
public record StreamSelection(
        Map<StreamReference, FragmentSelection> named,
        @Nullable String prefix,
        FragmentSelection ofFound,
        @Nullable Filter filter,
        PushedSelection pushed)
        implements Serializable {

    public StreamSelection {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** All of a selection is wanted. */
    public StreamSelection(
            Map<StreamReference, FragmentSelection> named,
            @Nullable String prefix,
            FragmentSelection ofFound,
            @Nullable Filter filter) {
        this(named, prefix, ofFound, filter, PushedSelection.NONE);
    }

    /** Whether it is an error if no stream is found: a query may want none of those that are. */
    public boolean mustFindStreams() {
        return !isUnbounded() && pushed.streams().equals(StreamNames.ALL);
    }

    /** Whether the job reads streams that it has yet to look for. */
    public boolean looksForStreams() {
        return prefix != null;
    }

    /** Whether the job goes on for ever. */
    public boolean isUnbounded() {
        return ofFound instanceof FragmentSelection.Unbounded;
    }

    public String describePrefix() {
        return prefix == null || prefix.isEmpty()
                ? "is in the account"
                : "has a name that begins with '" + prefix + "'";
    }

    /** Whether a stream may be one of those that were looked for. */
    public boolean mayHaveFound(StreamReference stream) {
        return prefix != null
                && stream.name().startsWith(prefix)
                && pushed.streams().accepts(stream.name());
    }

    /** Whether a stream that was found is read. One without retention keeps no fragments. */
    public boolean accepts(StreamDescription stream) {
        return mayHaveFound(new StreamReference(stream.name()))
                && !stream.dataRetention().isZero()
                && !stream.status().equals("DELETING")
                && (filter == null || filter.accepts(stream));
    }
}
