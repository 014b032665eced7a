/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds by their frame_num whether frames of H.264 are missing (ITU-T H.264, 7.4.3). FFmpeg
 * replaces such frames by others, and says so in its log only.
 */
final class FrameNumbers {

    private static final int UNKNOWN = -1;

    /** Profiles whose parameter sets have a part about colours: 7.3.2.1.1. */
    private static final Set<Integer> HIGH_PROFILES =
            Set.of(44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244);

    private final Map<Integer, Sequence> sequences = new HashMap<>();
    private final Map<Integer, Integer> sequenceOfPicture = new HashMap<>();
    private int previous = UNKNOWN;

    /** What a sequence parameter set says of frame_num. */
    private record Sequence(boolean hasColourPlanes, int bits, boolean mayHaveGaps) {}

    FrameNumbers(Iterable<ByteBuffer> parameterSets) {
        parameterSets.forEach(this::readUnit);
    }

    /**
     * Whether a frame that others may refer to is missing between the last one that was asked about
     * and this one.
     */
    boolean isMissingBefore(List<ByteBuffer> units, boolean isKeyFrame) {
        for (ByteBuffer unit : units) {
            int type = unit.get(0) & 0x1f;
            if (type == 1 || type == 5) {
                return isMissingBefore(unit, isKeyFrame);
            }
            readUnit(unit);
        }
        return false;
    }

    private boolean isMissingBefore(ByteBuffer slice, boolean isKeyFrame) {
        BitReader bits = new BitReader(slice);
        bits.unsigned();
        bits.unsigned();
        Sequence sequence = sequences.get(sequenceOfPicture.getOrDefault(bits.unsigned(), UNKNOWN));
        if (sequence == null || sequence.mayHaveGaps()) {
            return false;
        }
        if (sequence.hasColourPlanes()) {
            bits.bits(2);
        }
        int number = bits.bits(sequence.bits());
        int next = (previous + 1) % (1 << sequence.bits());
        // Memory management may start anew at 0, which only a part deep within the header tells.
        boolean isMissing =
                !isKeyFrame
                        && previous != UNKNOWN
                        && number != previous
                        && number != next
                        && number > 1;
        boolean isReference = (slice.get(0) & 0x60) != 0;
        if (isReference || isKeyFrame) {
            previous = number;
        }
        return isMissing;
    }

    private void readUnit(ByteBuffer unit) {
        int type = unit.get(0) & 0x1f;
        if (type == 7) {
            readSequence(new BitReader(unit));
        } else if (type == 8) {
            BitReader bits = new BitReader(unit);
            sequenceOfPicture.put(bits.unsigned(), bits.unsigned());
        }
    }

    private void readSequence(BitReader bits) {
        int profile = bits.bits(8);
        bits.bits(16);
        int id = bits.unsigned();
        boolean hasColourPlanes = HIGH_PROFILES.contains(profile) && readColours(bits);
        int numberBits = bits.unsigned() + 4;
        skipPictureOrder(bits);
        bits.unsigned();
        boolean mayHaveGaps = bits.bit() == 1;
        sequences.put(id, new Sequence(hasColourPlanes, Math.min(numberBits, 16), mayHaveGaps));
    }

    /** Returns separate_colour_plane_flag. */
    private static boolean readColours(BitReader bits) {
        int chromaFormat = bits.unsigned();
        boolean hasColourPlanes = chromaFormat == 3 && bits.bit() == 1;
        bits.unsigned();
        bits.unsigned();
        bits.bit();
        if (bits.bit() == 1) {
            int lists = chromaFormat == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (bits.bit() == 1) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return hasColourPlanes;
    }

    private static void skipScalingList(BitReader bits, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = (last + bits.signed() + 256) % 256;
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrder(BitReader bits) {
        int type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.bit();
            bits.signed();
            bits.signed();
            int cycle = Math.min(bits.unsigned(), 255);
            for (int i = 0; i < cycle; i++) {
                bits.signed();
            }
        }
    }
}
