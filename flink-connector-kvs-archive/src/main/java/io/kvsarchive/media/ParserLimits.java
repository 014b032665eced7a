/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

/**
 * Bounds on what one fragment may claim, so that hostile or broken bytes can't exhaust the heap.
 *
 * @param maxFragmentBytes how many bytes one fragment may take in the body
 * @param maxFrames how many frames one fragment may hold
 * @param maxHeaderBytes how many bytes a single Info, Tracks or Tags element may take
 * @param maxTags how many tags one fragment may bear
 * @param maxDepth how deep elements may nest within Info, Tracks and Tags
 */
public record ParserLimits(
        long maxFragmentBytes, int maxFrames, int maxHeaderBytes, int maxTags, int maxDepth) {

    /** The service takes fragments of up to 50 MB, so these leave room. */
    public static final ParserLimits DEFAULT =
            new ParserLimits(64L << 20, 1_000_000, 1 << 20, 10_000, 16);

    public ParserLimits withMaxFragmentBytes(long bytes) {
        return new ParserLimits(bytes, maxFrames, maxHeaderBytes, maxTags, maxDepth);
    }
}
