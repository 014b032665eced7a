/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.service.RetrySettings;
import java.io.InputStream;
import org.apache.flink.annotation.Internal;

/**
 * How splits are read.
 *
 * @param limits bounds on a single fragment
 * @param maxBufferedBytes bounds the bytes of the fragments that were read and are not yet emitted
 * @param retry when and how often what failed is tried again
 * @param lostFragments what to do about fragments that can't be had
 * @param brokenStreams what to do where the service refuses all media of a stream
 * @param frames which frames of a fragment are emitted
 * @param keepsDocuments whether each fragment is kept as a Matroska document, too
 * @param isOrdered whether the fragments of a split are emitted in the split's order, and its
 *     splits of one stream one after the other, rather than as they come
 * @param hasMetricsByStream whether there are metrics for each stream, too
 */
@Internal
public record ReaderSettings(
        ParserLimits limits,
        long maxBufferedBytes,
        RetrySettings retry,
        LostFragmentPolicy lostFragments,
        BrokenStreamPolicy brokenStreams,
        FrameFilter frames,
        boolean keepsDocuments,
        boolean isOrdered,
        WatermarkSettings watermarks,
        boolean hasMetricsByStream) {

    /**
     * The same for records that are whole fragments: they lie where their fragments begin.
     *
     * @param withDocuments whether they come with their documents
     */
    public ReaderSettings forWholeFragments(boolean withDocuments) {
        return new ReaderSettings(
                limits,
                maxBufferedBytes,
                retry,
                lostFragments,
                brokenStreams,
                frames,
                withDocuments,
                isOrdered,
                watermarks.withoutNegativeOffset(),
                hasMetricsByStream);
    }

    public FragmentParser parser(InputStream body) {
        return keepsDocuments
                ? FragmentParser.keepingDocuments(body, limits, frames)
                : new FragmentParser(body, limits, frames);
    }
}
