/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;

import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import java.io.IOException;
import java.util.Arrays;

/** Reads Info elements. Every fragment repeats them, so that the last one read is kept. */
final class InfoReader {

    /** The TimecodeScale of a Segment that declares none, in nanoseconds. */
    static final long DEFAULT_TIMECODE_SCALE = 1_000_000;

    private final ParserLimits limits;
    private byte[] lastContent = new byte[0];
    private long lastTimecodeScale = DEFAULT_TIMECODE_SCALE;

    InfoReader(ParserLimits limits) {
        this.limits = limits;
    }

    /** How many nanoseconds a unit of block time takes, by the element with this content. */
    long readTimecodeScale(byte[] content, long position) throws IOException {
        if (!Arrays.equals(content, lastContent)) {
            lastTimecodeScale = decode(content, position);
            lastContent = content;
        }
        return lastTimecodeScale;
    }

    private long decode(byte[] content, long position) throws IOException {
        HeaderContent header = HeaderContent.read(ElementIds.INFO, content, position, limits);
        long scale;
        try {
            scale =
                    header.ownValues()
                            .number(MkvTypeInfos.TIMECODESCALE, Long.MAX_VALUE)
                            .orElse(DEFAULT_TIMECODE_SCALE);
        } catch (IllegalArgumentException e) {
            throw malformed(position, "Info is malformed: " + e.getMessage());
        }
        if (scale == 0) {
            throw malformed(position, "TimecodeScale is 0, expected at least 1");
        }
        return scale;
    }
}
