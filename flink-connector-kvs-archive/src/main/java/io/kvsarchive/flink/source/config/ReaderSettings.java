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
import java.io.Serializable;
import java.util.List;
import java.util.Set;
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
        boolean hasMetricsByStream)
        implements Serializable {

    static ReaderSettings of(CheckedOptions options, boolean hasMetricsByStream) {
        return new ReaderSettings(
                ParserLimits.DEFAULT.withMaxFragmentBytes(
                        options.positiveSize(KvsArchiveSourceOptions.FRAGMENT_MAX_SIZE)),
                options.positiveSize(KvsArchiveSourceOptions.READER_MAX_BUFFERED_SIZE),
                options.retry(),
                options.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT),
                options.get(KvsArchiveSourceOptions.ON_BROKEN_STREAM),
                new FrameFilter(
                        tracks(options),
                        options.get(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY)),
                false,
                options.get(KvsArchiveSourceOptions.READ_ORDER) == ReadOrder.ORDERED,
                WatermarkSettings.of(options),
                hasMetricsByStream);
    }

    private static Set<String> tracks(CheckedOptions options) {
        List<String> tracks =
                options.optional(KvsArchiveSourceOptions.FRAME_TRACKS).orElse(List.of());
        if (tracks.stream().anyMatch(String::isBlank)) {
            throw CheckedOptions.refused(
                    KvsArchiveSourceOptions.FRAME_TRACKS,
                    tracks,
                    "each track must be a name or a number");
        }
        return Set.copyOf(tracks);
    }

    /** The same, and each fragment is kept as a Matroska document, too. */
    public ReaderSettings withDocuments() {
        return new ReaderSettings(
                limits,
                maxBufferedBytes,
                retry,
                lostFragments,
                brokenStreams,
                frames,
                true,
                isOrdered,
                watermarks,
                hasMetricsByStream);
    }

    /** The same for records that lie where their fragments begin. */
    public ReaderSettings withoutNegativeOffset() {
        return new ReaderSettings(
                limits,
                maxBufferedBytes,
                retry,
                lostFragments,
                brokenStreams,
                frames,
                keepsDocuments,
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
