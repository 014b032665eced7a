/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import io.kvsarchive.decode.ffmpeg.Undecodable;
import io.kvsarchive.decode.ffmpeg.UndecodableListener;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Track;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts frames of which nothing came, and logs the first time, the second, the fourth, the eighth
 * and so on that a reason is met.
 */
final class UndecodableFrames implements UndecodableListener {

    private static final Logger LOG = LoggerFactory.getLogger(UndecodableFrames.class);

    private final Counter all;
    private final Counter unsupported;
    private final Counter damaged;
    private final Counter incomplete;
    private final Map<Undecodable, Long> reports = new EnumMap<>(Undecodable.class);
    private @Nullable WholeFragment fragment;

    UndecodableFrames(MetricGroup group) {
        all = group.counter("numUndecodableFrames");
        unsupported = group.counter("numUnsupportedFrames");
        damaged = group.counter("numDamagedFrames");
        incomplete = group.counter("numIncompleteFrames");
    }

    private Counter counter(Undecodable reason) {
        return switch (reason) {
            case UNSUPPORTED -> unsupported;
            case DAMAGED -> damaged;
            case INCOMPLETE -> incomplete;
        };
    }

    /** What is reported next is about that fragment. */
    void decoding(WholeFragment fragment) {
        this.fragment = fragment;
    }

    @Override
    public void undecodable(Track track, Undecodable reason, int frames, String detail) {
        all.inc(frames);
        counter(reason).inc(frames);
        long report = reports.merge(reason, 1L, Long::sum);
        if (Long.bitCount(report) == 1) {
            WholeFragment decoded = Objects.requireNonNull(fragment, "fragment");
            LOG.warn(
                    "{} frames of track {} of fragment {} of stream {} can't be decoded, they are"
                            + " {}{}. Fragments that this has happened to: {}",
                    frames,
                    track.number(),
                    decoded.fragment().fragmentNumber(),
                    decoded.stream(),
                    meaning(reason),
                    detail.isEmpty() ? "" : " (" + detail + ")",
                    report);
        }
    }

    private static String meaning(Undecodable reason) {
        return switch (reason) {
            case UNSUPPORTED -> "of a kind that is not decoded";
            case DAMAGED -> "broken";
            case INCOMPLETE -> "without what they refer to";
        };
    }
}
