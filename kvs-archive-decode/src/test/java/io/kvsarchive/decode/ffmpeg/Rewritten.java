/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames of a fragment, changed. */
final class Rewritten {

    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final byte[] SHORT_START_CODE = {0, 0, 1};

    private Rewritten() {}

    static Frame payload(Frame frame, byte[] payload) {
        return new Frame(
                frame.index(), frame.track(), frame.timestamp(), frame.isKeyFrame(), payload);
    }

    static List<Frame> replaced(List<Frame> frames, int place, byte[] payload) {
        List<Frame> changed = new ArrayList<>(frames);
        changed.set(place, payload(frames.get(place), payload));
        return changed;
    }

    static List<Frame> without(List<Frame> frames, int place) {
        List<Frame> changed = new ArrayList<>(frames);
        changed.remove(place);
        return changed;
    }

    /** The same frames in a track that says so of itself. */
    static List<Frame> inTrack(List<Frame> frames, String codecId, byte[] codecPrivate) {
        Track track = frames.get(0).track();
        Track changed =
                new Track(
                        track.number(),
                        track.uid(),
                        track.type(),
                        track.name(),
                        codecId,
                        codecPrivate,
                        track.pictureSize(),
                        track.audioFormat(),
                        track.defaultDuration());
        return frames.stream()
                .map(
                        frame ->
                                new Frame(
                                        frame.index(),
                                        changed,
                                        frame.timestamp(),
                                        frame.isKeyFrame(),
                                        frame.payload()))
                .toList();
    }

    static List<Frame> withCodecPrivate(List<Frame> frames, byte[] codecPrivate) {
        return inTrack(frames, frames.get(0).track().codecId(), codecPrivate);
    }

    /** Units after four bytes of length, after start codes of both sizes instead. */
    static byte[] startCodes(byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer units = ByteBuffer.wrap(payload);
        while (units.hasRemaining()) {
            byte[] unit = new byte[units.getInt()];
            units.get(unit);
            bytes.writeBytes(bytes.size() == 0 ? START_CODE : SHORT_START_CODE);
            bytes.writeBytes(unit);
        }
        return bytes.toByteArray();
    }

    static List<Frame> startCodes(List<Frame> frames) {
        return frames.stream().map(frame -> payload(frame, startCodes(frame.payload()))).toList();
    }

    /** Units after four bytes of length, after two instead. */
    static byte[] shortLengths(byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer units = ByteBuffer.wrap(payload);
        while (units.hasRemaining()) {
            byte[] unit = new byte[units.getInt()];
            units.get(unit);
            bytes.write(unit.length >> 8);
            bytes.write(unit.length);
            bytes.writeBytes(unit);
        }
        return bytes.toByteArray();
    }

    /** The parameter sets of a configuration record, as a frame would have them. */
    static byte[] parameterSets(Track track) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer record = ByteBuffer.wrap(track.codecPrivate());
        if (track.codecId().equals("V_MPEG4/ISO/AVC")) {
            record.position(5);
            copyUnits(record, record.get() & 0x1f, bytes);
            copyUnits(record, record.get(), bytes);
        } else {
            record.position(22);
            int arrays = record.get();
            for (int i = 0; i < arrays; i++) {
                record.get();
                copyUnits(record, record.getShort(), bytes);
            }
        }
        return bytes.toByteArray();
    }

    private static void copyUnits(ByteBuffer record, int count, ByteArrayOutputStream bytes) {
        for (int i = 0; i < count; i++) {
            byte[] unit = new byte[record.getShort()];
            record.get(unit);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(unit.length).array());
            bytes.writeBytes(unit);
        }
    }

    static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }
}
