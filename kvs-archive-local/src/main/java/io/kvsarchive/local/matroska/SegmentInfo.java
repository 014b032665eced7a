/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a Segment's Info says.
 *
 * @param timecodeScale nanoseconds in a tick
 * @param date when the Segment was made, if it says so
 */
record SegmentInfo(long timecodeScale, Optional<Instant> date) {

    /** What the Matroska specification lays down for an Info that says nothing. */
    static final long DEFAULT_TIMECODE_SCALE = 1_000_000;

    private static final Instant MATROSKA_EPOCH = Instant.parse("2001-01-01T00:00:00Z");

    static SegmentInfo read(MediaReader media, Element info) throws IOException {
        Reader reader = new Reader(media);
        ElementScan.scan(media, info.start(), info.end(), ElementTree.INFO, reader);
        if (reader.timecodeScale <= 0) {
            throw new MalformedMatroskaException(
                    media.name(), info.start(), "a TimecodeScale of " + reader.timecodeScale);
        }
        return new SegmentInfo(reader.timecodeScale, reader.date);
    }

    private static final class Reader implements ElementVisitor {

        private final MediaReader media;
        private long timecodeScale = DEFAULT_TIMECODE_SCALE;
        private Optional<Instant> date = Optional.empty();

        private Reader(MediaReader media) {
            this.media = media;
        }

        @Override
        public void leaf(Element element) throws IOException {
            if (element.id() == ElementId.TIMECODE_SCALE) {
                timecodeScale = ElementData.unsigned(media, element);
            } else if (element.id() == ElementId.DATE_UTC && element.size() == Long.BYTES) {
                date = Optional.of(MATROSKA_EPOCH.plusNanos(ElementData.unsigned(media, element)));
            }
        }
    }
}
