/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads Tracks elements. Every fragment repeats them, so that the last one read is kept. */
final class TracksReader {

    private static final double DEFAULT_SAMPLING_RATE = 8000;
    private static final long DEFAULT_CHANNELS = 1;

    private final ParserLimits limits;
    private final FrameFilter filter;
    private byte[] lastContent = new byte[0];
    private TrackTable lastTracks = TrackTable.EMPTY;

    TracksReader(ParserLimits limits, FrameFilter filter) {
        this.limits = limits;
        this.filter = filter;
    }

    /** The tracks that the element with this content describes. */
    TrackTable read(byte[] content, long position) throws IOException {
        if (!Arrays.equals(content, lastContent)) {
            lastTracks = decode(content, position);
            lastContent = content;
        }
        return lastTracks;
    }

    private TrackTable decode(byte[] content, long position) throws IOException {
        HeaderContent header = HeaderContent.read(ElementIds.TRACKS, content, position, limits);
        if (header.trackEntries().size() > limits.maxTracks()) {
            throw overLimit(
                    position, "The fragment has more tracks than the limit, " + limits.maxTracks());
        }
        List<Track> tracks = new ArrayList<>();
        Set<Long> numbers = new HashSet<>();
        for (ElementValues entry : header.trackEntries()) {
            Track track;
            try {
                track = track(entry);
            } catch (IllegalArgumentException e) {
                throw malformed(position, "TrackEntry is malformed: " + e.getMessage());
            }
            if (!numbers.add(track.number())) {
                throw malformed(position, "Several tracks have the number " + track.number());
            }
            tracks.add(track);
        }
        return new TrackTable(tracks, filter);
    }

    private static Track track(ElementValues entry) {
        long number = entry.number(MkvTypeInfos.TRACKNUMBER, Long.MAX_VALUE).orElse(0);
        if (number == 0) {
            throw new IllegalArgumentException("it has no TrackNumber");
        }
        OptionalLong defaultDuration = entry.number(MkvTypeInfos.DEFAULTDURATION, Long.MAX_VALUE);
        return new Track(
                number,
                entry.unsigned(MkvTypeInfos.TRACKUID).orElse(0),
                TrackType.ofMatroskaNumber(entry.unsigned(MkvTypeInfos.TRACKTYPE).orElse(0)),
                entry.text(MkvTypeInfos.NAME),
                entry.text(MkvTypeInfos.CODECID).orElse(""),
                entry.bytes(MkvTypeInfos.CODECPRIVATE),
                pictureSize(entry),
                audioFormat(entry),
                defaultDuration.orElse(0) == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(defaultDuration.getAsLong())));
    }

    private static Optional<PictureSize> pictureSize(ElementValues entry) {
        OptionalLong width = entry.number(MkvTypeInfos.PIXELWIDTH, Integer.MAX_VALUE);
        OptionalLong height = entry.number(MkvTypeInfos.PIXELHEIGHT, Integer.MAX_VALUE);
        if (width.isEmpty() || height.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PictureSize((int) width.getAsLong(), (int) height.getAsLong()));
    }

    private static Optional<AudioFormat> audioFormat(ElementValues entry) {
        if (!entry.has(MkvTypeInfos.AUDIO)) {
            return Optional.empty();
        }
        return Optional.of(
                new AudioFormat(
                        entry.floatingPoint(MkvTypeInfos.SAMPLINGFREQUENCY)
                                .orElse(DEFAULT_SAMPLING_RATE),
                        (int)
                                entry.number(MkvTypeInfos.CHANNELS, Integer.MAX_VALUE)
                                        .orElse(DEFAULT_CHANNELS),
                        (int) entry.number(MkvTypeInfos.BITDEPTH, Integer.MAX_VALUE).orElse(0)));
    }
}
