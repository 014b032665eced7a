/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In what H.264 and H.265 differ, as far as their units have to be told apart. */
enum NalSyntax {
    /** ITU-T H.264, 7.3.1 and table 7-1. */
    H264 {
        @Override
        boolean isParameterSet(ByteBuffer unit) {
            int type = unit.get(0) & 0x1f;
            return type == 7 || type == 8 || type == 13 || type == 15;
        }

        /** AVCDecoderConfigurationRecord: ISO/IEC 14496-15, 5.3.3.1. */
        @Override
        ConfigurationRecord read(ByteBuffer record) {
            record.position(4);
            int lengthSize = (record.get() & 3) + 1;
            List<ByteBuffer> parameterSets = new ArrayList<>();
            readUnits(record, record.get() & 0x1f, parameterSets);
            readUnits(record, record.get() & 0xff, parameterSets);
            return new ConfigurationRecord(lengthSize, parameterSets);
        }
    },

    /** ITU-T H.265, 7.3.1.2 and table 7-1. */
    H265 {
        @Override
        boolean isParameterSet(ByteBuffer unit) {
            int type = unit.get(0) >> 1 & 0x3f;
            return type >= 32 && type <= 34;
        }

        /** HEVCDecoderConfigurationRecord: ISO/IEC 14496-15, 8.3.3.1. */
        @Override
        ConfigurationRecord read(ByteBuffer record) {
            record.position(21);
            int lengthSize = (record.get() & 3) + 1;
            int arrays = record.get() & 0xff;
            List<ByteBuffer> parameterSets = new ArrayList<>();
            for (int i = 0; i < arrays; i++) {
                record.get();
                readUnits(record, record.getShort() & 0xffff, parameterSets);
            }
            return new ConfigurationRecord(lengthSize, parameterSets);
        }
    };

    /**
     * What stands before the first frame where units follow their lengths.
     *
     * @param lengthSize how many bytes a length has
     * @param parameterSets units that describe the pictures; they may come in frames instead
     */
    record ConfigurationRecord(int lengthSize, List<ByteBuffer> parameterSets) {}

    /** Whether the unit describes the pictures that follow. */
    abstract boolean isParameterSet(ByteBuffer unit);

    abstract ConfigurationRecord read(ByteBuffer record);

    /** Reads codec private data; empty if they are nothing of the kind. */
    Optional<ConfigurationRecord> configurationRecord(byte[] codecPrivate) {
        if (codecPrivate.length == 0 || NalUnits.haveStartCodes(codecPrivate)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(ByteBuffer.wrap(codecPrivate)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void readUnits(ByteBuffer record, int count, List<ByteBuffer> units) {
        for (int i = 0; i < count; i++) {
            int length = record.getShort() & 0xffff;
            if (length == 0 || length > record.remaining()) {
                throw new BufferUnderflowException();
            }
            units.add(record.slice(record.position(), length));
            record.position(record.position() + length);
        }
    }
}
