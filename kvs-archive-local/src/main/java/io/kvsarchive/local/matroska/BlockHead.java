/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;

/**
 * What a SimpleBlock or Block says before its payload.
 *
 * @param track the number of the track
 * @param time ticks after the Cluster's time, signed
 * @param timeAt the position of the two bytes of the time
 * @param hasKeyFlag the SimpleBlock's key frame flag; without meaning for a Block
 */
record BlockHead(long track, short time, long timeAt, boolean hasKeyFlag) {

    private static final int TIME_AND_FLAGS_BYTES = 3;
    private static final int KEY_FLAG = 0x80;

    static BlockHead read(MediaReader media, Element block) throws IOException {
        if (block.size() == 0) {
            throw new MalformedMatroskaException(media.name(), block.start(), "an empty block");
        }
        long first = block.dataStart();
        int numberLength = Integer.numberOfLeadingZeros(media.byteAt(first)) - 23;
        if (numberLength > 8 || block.size() < numberLength + TIME_AND_FLAGS_BYTES) {
            throw new MalformedMatroskaException(
                    media.name(), block.start(), "a block without track number, time and flags");
        }
        long track = media.byteAt(first) & (0xFF >> numberLength);
        for (int i = 1; i < numberLength; i++) {
            track = (track << 8) | media.byteAt(first + i);
        }
        long timeAt = first + numberLength;
        short time = (short) ((media.byteAt(timeAt) << 8) | media.byteAt(timeAt + 1));
        return new BlockHead(track, time, timeAt, (media.byteAt(timeAt + 2) & KEY_FLAG) != 0);
    }
}
