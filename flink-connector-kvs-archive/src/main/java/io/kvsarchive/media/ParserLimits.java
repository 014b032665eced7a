/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * Bounds on what one fragment may claim, so that hostile or broken bytes can't exhaust the heap.
 *
 * @param maxFragmentBytes how many bytes one fragment may take in the body
 * @param maxFrames how many frames one fragment may hold
 * @param maxHeaderBytes how many bytes the Info, Tracks and Tags elements of one fragment may take
 *     together, and an EBML header by itself
 * @param maxTracks how many tracks one fragment may have
 * @param maxTags how many tags one fragment may bear
 * @param maxDepth how deep elements may nest within Info, Tracks and Tags
 */
@Internal
public record ParserLimits(
        long maxFragmentBytes,
        int maxFrames,
        int maxHeaderBytes,
        int maxTracks,
        int maxTags,
        int maxDepth)
        implements Serializable {

    /**
     * The service takes fragments of up to 50 MB, so these leave room. Two fragments, one that is
     * being read and one that was handed out, fit into a heap of 256 MB whatever they are made of;
     * with their documents, into 384 MB.
     */
    public static final ParserLimits DEFAULT =
            new ParserLimits(64L << 20, 100_000, 1 << 20, 100, 10_000, 16);

    /** What a VM can be relied on to hold in one array. */
    static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    public ParserLimits withMaxFragmentBytes(long bytes) {
        return new ParserLimits(bytes, maxFrames, maxHeaderBytes, maxTracks, maxTags, maxDepth);
    }
}
