/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.ffmpeg.NalSyntax.ConfigurationRecord;
import io.kvsarchive.media.Frame;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * H.264 and H.265 as FFmpeg takes them: units after their lengths, with a configuration record that
 * tells the size of a length, or else all of it with start codes.
 *
 * <p>Matroska allows the former only. Producers store all else, too: start codes in the codec
 * private data or in the frames or in both, and no codec private data at all.
 */
final class NalPackaging implements Packaging {

    private static final int USUAL_LENGTH_SIZE = 4;

    private final NalSyntax syntax;
    private final byte[] extradata;
    private final int lengthSize;
    private final boolean hasLengths;
    private final boolean takesStartCodes;
    private final Set<ByteBuffer> parameterSets;
    private final Optional<FrameNumbers> frameNumbers;

    private NalPackaging(
            NalSyntax syntax,
            byte[] extradata,
            int lengthSize,
            boolean hasLengths,
            boolean takesStartCodes,
            List<ByteBuffer> parameterSets) {
        this.syntax = syntax;
        this.extradata = extradata;
        this.lengthSize = lengthSize;
        this.hasLengths = hasLengths;
        this.takesStartCodes = takesStartCodes;
        this.parameterSets = new HashSet<>(parameterSets);
        // FFmpeg finds out by itself what is missing in H.265.
        this.frameNumbers =
                syntax == NalSyntax.H264
                        ? Optional.of(new FrameNumbers(parameterSets))
                        : Optional.empty();
    }

    /** Looks into the frames of a fragment's track, and its codec private data. */
    static NalPackaging of(NalSyntax syntax, byte[] codecPrivate, List<Frame> frames) {
        Optional<ConfigurationRecord> record = syntax.configurationRecord(codecPrivate);
        int lengthSize = record.map(ConfigurationRecord::lengthSize).orElse(USUAL_LENGTH_SIZE);
        boolean hasLengths = haveLengths(frames, lengthSize).orElse(record.isPresent());
        if (hasLengths && record.isPresent()) {
            return new NalPackaging(
                    syntax, codecPrivate, lengthSize, true, false, record.get().parameterSets());
        }
        List<ByteBuffer> parameterSets =
                record.map(ConfigurationRecord::parameterSets)
                        .orElseGet(() -> NalUnits.afterStartCodes(codecPrivate));
        if (parameterSets.isEmpty()) {
            // What comes with the first frame tells decoders apart as codec private data would.
            parameterSets = parameterSets(syntax, frames.get(0).payload(), hasLengths, lengthSize);
        }
        return new NalPackaging(
                syntax,
                NalUnits.withStartCodes(parameterSets),
                lengthSize,
                hasLengths,
                true,
                parameterSets);
    }

    byte[] extradata() {
        return extradata;
    }

    @Override
    public byte[] packet(byte[] payload) {
        return takesStartCodes && NalUnits.haveLengths(payload, lengthSize) && hasLengths
                ? NalUnits.withStartCodes(NalUnits.afterLengths(payload, lengthSize))
                : payload;
    }

    @Override
    public boolean leavesTraces(byte[] payload) {
        for (ByteBuffer unit : parameterSets(syntax, payload, hasLengths, lengthSize)) {
            if (!parameterSets.contains(unit)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isMissingBefore(Frame frame) {
        return frameNumbers
                .map(
                        numbers ->
                                numbers.isMissingBefore(
                                        units(frame.payload(), hasLengths, lengthSize),
                                        frame.isKeyFrame()))
                .orElse(false);
    }

    /** What the first frame tells that has one of the forms. */
    private static Optional<Boolean> haveLengths(List<Frame> frames, int lengthSize) {
        for (Frame frame : frames) {
            if (NalUnits.haveLengths(frame.payload(), lengthSize)) {
                return Optional.of(true);
            }
            if (NalUnits.haveStartCodes(frame.payload())) {
                return Optional.of(false);
            }
        }
        return Optional.empty();
    }

    private static List<ByteBuffer> parameterSets(
            NalSyntax syntax, byte[] payload, boolean hasLengths, int lengthSize) {
        return units(payload, hasLengths, lengthSize).stream()
                .filter(syntax::isParameterSet)
                .toList();
    }

    /** None where the bytes are not what they should be. */
    private static List<ByteBuffer> units(byte[] payload, boolean hasLengths, int lengthSize) {
        if (!hasLengths) {
            return NalUnits.afterStartCodes(payload);
        }
        return NalUnits.haveLengths(payload, lengthSize)
                ? NalUnits.afterLengths(payload, lengthSize)
                : List.of();
    }
}
