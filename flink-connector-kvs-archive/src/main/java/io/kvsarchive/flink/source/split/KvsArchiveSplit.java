/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * Fragments of one stream that one request asks for, and how far they have been read.
 *
 * @param splitId unique among the splits that readers hold, and used again when they are done with
 *     it: Flink 2.1 to 2.3.0 leaks metric groups for each new id (FLINK-40549)
 * @param assignment the how-manieth it is of those that the enumerator has handed out; each reader
 *     gets its splits in this order
 * @param streamArn the stream's ARN, where it is known
 * @param mediaEndpoint the data endpoint that served the stream's media when the split was made;
 *     empty where no media are read
 * @param fragments what is still to be read, in order of time
 * @param progress how far the fragment that is being read has been emitted, if one is
 */
@Internal
public record KvsArchiveSplit(
        String splitId,
        long assignment,
        StreamReference stream,
        Optional<String> streamArn,
        Optional<URI> mediaEndpoint,
        List<FragmentToRead> fragments,
        Optional<FragmentProgress> progress)
        implements SourceSplit {

    /**
     * How many splits a reader holds: the one that it reads, and the next. With each request it
     * says that it holds this many, less those that it has asked for.
     */
    public static final int MAX_HELD_BY_READER = 2;

    public KvsArchiveSplit {
        Objects.requireNonNull(splitId, "splitId");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(streamArn, "streamArn");
        Objects.requireNonNull(mediaEndpoint, "mediaEndpoint");
        fragments = List.copyOf(fragments);
        Objects.requireNonNull(progress, "progress");
    }

    /** The same work, handed out anew. */
    public KvsArchiveSplit assigned(String id, long number) {
        return new KvsArchiveSplit(
                id, number, stream, streamArn, mediaEndpoint, fragments, progress);
    }

    /** The split once it has been read to its end. */
    public KvsArchiveSplit finished() {
        return new KvsArchiveSplit(
                splitId, assignment, stream, streamArn, mediaEndpoint, List.of(), Optional.empty());
    }

    /** How many frames of a fragment have been emitted before. */
    public int emittedFrames(String fragmentNumber) {
        return progress.filter(reached -> reached.fragmentNumber().equals(fragmentNumber))
                .map(FragmentProgress::nextFrame)
                .orElse(0);
    }
}
