/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads the frames of a Block or SimpleBlock (RFC 9559, section 10).
 *
 * <p>Holds the block that was read last, since a block of a group becomes frames only when the rest
 * of its group is read.
 */
final class BlockReader {

    private static final int TIME_AND_FLAGS_BYTES = 3;
    private static final int KEY_FRAME_FLAG = 0x80;
    private static final int LACING_FLAGS = 0x06;
    private static final int XIPH_LACING = 0x02;
    private static final int FIXED_SIZE_LACING = 0x04;
    private static final int MAX_LACED_FRAMES = 256;
    private static final byte[] NO_PAYLOAD = {};

    private final InputCursor cursor;
    private final FrameFilter filter;
    private final int[] sizes = new int[MAX_LACED_FRAMES];
    private final byte[][] payloads = new byte[MAX_LACED_FRAMES][];

    private long start;
    private int time;
    private boolean isFlaggedKeyFrame;
    private int frameCount;
    private boolean hasReadPayloads;

    BlockReader(InputCursor cursor, FrameFilter filter) {
        this.cursor = cursor;
        this.filter = filter;
        Arrays.fill(payloads, NO_PAYLOAD);
    }

    /**
     * Reads the SimpleBlock whose head was read, and adds its frames; the fragment tells what is
     * allowed in it.
     */
    void readSimpleBlock(long blockStart, long end, FragmentAssembly fragment) throws IOException {
        TrackTable.Entry track = readHead(blockStart, end, fragment);
        readPayloads(track, isFlaggedKeyFrame);
        addFrames(track.track(), isFlaggedKeyFrame, fragment);
    }

    /**
     * Reads the Block whose head was read. That it refers to other frames may be known before it is
     * read. If not, its payloads are read even where only key frames are wanted, since what follows
     * it in its group may be a reference or not.
     *
     * @return the track that the block belongs to
     */
    Track readBlock(long blockStart, long end, boolean mayBeKeyFrame, FragmentAssembly fragment)
            throws IOException {
        TrackTable.Entry track = readHead(blockStart, end, fragment);
        readPayloads(track, mayBeKeyFrame);
        return track.track();
    }

    private TrackTable.Entry readHead(long blockStart, long end, FragmentAssembly fragment)
            throws IOException {
        start = blockStart;
        TrackTable.Entry track = fragment.track(cursor.readSize(end), start);
        int timeAndFlags = (int) cursor.readUnsigned(TIME_AND_FLAGS_BYTES, end);
        time = (short) (timeAndFlags >> Byte.SIZE);
        isFlaggedKeyFrame = (timeAndFlags & KEY_FRAME_FLAG) != 0;
        readSizes(timeAndFlags & LACING_FLAGS, end);
        fragment.requireRoomFor(frameCount, start);
        return track;
    }

    private void readPayloads(TrackTable.Entry track, boolean mayBeKeyFrame) throws IOException {
        hasReadPayloads = track.isChosen() && filter.keeps(mayBeKeyFrame);
        for (int i = 0; i < frameCount; i++) {
            if (hasReadPayloads) {
                payloads[i] = new byte[sizes[i]];
                cursor.readFully(payloads[i]);
            } else {
                cursor.skip(sizes[i]);
            }
        }
    }

    /** Adds the frames of the block that was read last, which is of this track. */
    void addFrames(Track track, boolean isKeyFrame, FragmentAssembly fragment) throws IOException {
        boolean keepsFrames = hasReadPayloads && filter.keeps(isKeyFrame);
        long step = frameCount > 1 ? track.defaultDuration().map(Duration::toNanos).orElse(0L) : 0;
        for (int i = 0; i < frameCount; i++) {
            long offset = fragment.passFrame(time, lag(track, i, step), start);
            if (keepsFrames) {
                fragment.keepFrame(track, offset, isKeyFrame, payloads[i]);
            }
            payloads[i] = NO_PAYLOAD;
        }
    }

    private long lag(Track track, int index, long step) throws MalformedMediaException {
        try {
            return Math.multiplyExact(step, index);
        } catch (ArithmeticException e) {
            throw malformed(
                    start, "The DefaultDuration of track " + track.number() + " is out of range");
        }
    }

    private void readSizes(int lacing, long end) throws IOException {
        if (lacing == 0) {
            frameCount = 1;
            sizes[0] = payloadSize(end - cursor.position());
            return;
        }
        frameCount = (int) cursor.readUnsigned(1, end) + 1;
        switch (lacing) {
            case XIPH_LACING -> readXiphSizes(end);
            case FIXED_SIZE_LACING -> divideEvenly(end);
            default -> readEbmlSizes(end);
        }
    }

    private void readXiphSizes(long end) throws IOException {
        long sum = 0;
        for (int i = 0; i < frameCount - 1; i++) {
            long size = 0;
            long part;
            do {
                part = cursor.readUnsigned(1, end);
                size += part;
            } while (part == 0xFF);
            sum = addLacedSize(i, size, sum, end);
        }
        sizeLastFrame(sum, end);
    }

    private void readEbmlSizes(long end) throws IOException {
        long sum = 0;
        long size = 0;
        for (int i = 0; i < frameCount - 1; i++) {
            long before = cursor.position();
            long number = cursor.readSize(end);
            if (number == InputCursor.UNKNOWN_SIZE) {
                throw malformed(before, "Expected a frame size in EBML lacing");
            }
            int length = (int) (cursor.position() - before);
            size = i == 0 ? number : size + number - ((1L << (7 * length - 1)) - 1);
            if (size < 0) {
                throw malformed(before, "Laced frame " + i + " has a size of " + size);
            }
            sum = addLacedSize(i, size, sum, end);
        }
        sizeLastFrame(sum, end);
    }

    private void divideEvenly(long end) throws MalformedMediaException {
        long left = end - cursor.position();
        if (left % frameCount != 0) {
            throw malformed(
                    start,
                    "%s bytes can't be divided into %s laced frames of one size"
                            .formatted(left, frameCount));
        }
        int size = payloadSize(left / frameCount);
        for (int i = 0; i < frameCount; i++) {
            sizes[i] = size;
        }
    }

    private long addLacedSize(int index, long size, long sum, long end)
            throws MalformedMediaException {
        requireWithinBlock(sum + size, end);
        sizes[index] = payloadSize(size);
        return sum + size;
    }

    /** The last frame takes what the others, whose sizes are checked, leave of the block. */
    private void sizeLastFrame(long sum, long end) throws MalformedMediaException {
        sizes[frameCount - 1] = payloadSize(end - cursor.position() - sum);
    }

    private void requireWithinBlock(long sum, long end) throws MalformedMediaException {
        if (sum > end - cursor.position()) {
            throw malformed(
                    start,
                    "Laced frames claim %s bytes, but their block ends after %s"
                            .formatted(sum, end - cursor.position()));
        }
    }

    private int payloadSize(long size) throws MalformedMediaException {
        if (size > ParserLimits.MAX_ARRAY_BYTES) {
            throw overLimit(
                    start,
                    "A frame has " + size + " bytes, the limit is " + ParserLimits.MAX_ARRAY_BYTES);
        }
        return (int) size;
    }
}
