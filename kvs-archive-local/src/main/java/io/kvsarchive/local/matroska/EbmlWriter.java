/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes elements into memory: everything of a document but its payloads. */
final class EbmlWriter {

    private static final int UNKNOWN_SIZE_OF_ONE_BYTE = 0xFF;
    private static final byte[] UNKNOWN_SIZE_OF_EIGHT_BYTES = {0x01, -1, -1, -1, -1, -1, -1, -1};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** Bytes that are elements already. */
    EbmlWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    EbmlWriter bytes(int id, byte[] data) {
        return head(id, data.length).raw(data);
    }

    EbmlWriter text(int id, String text) {
        return bytes(id, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A number in as few bytes as it takes, all 64 bits being value bits. */
    EbmlWriter unsigned(int id, long value) {
        int length = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
        return bytes(id, data);
    }

    EbmlWriter floating(int id, double value) {
        return bytes(id, ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    /** An element around the elements that the caller writes. */
    EbmlWriter master(int id, Consumer<EbmlWriter> children) {
        EbmlWriter inner = new EbmlWriter();
        children.accept(inner);
        return bytes(id, inner.toBytes());
    }

    /** Id and size of an element whose data follows. */
    EbmlWriter head(int id, long size) {
        id(id);
        int length = sizeLength(size);
        writeBigEndian(size | (1L << (7 * length)), length);
        return this;
    }

    /** Id and an unknown size in eight bytes, as the service writes it for a Segment. */
    EbmlWriter headOfUnknownSize(int id) {
        id(id);
        return raw(UNKNOWN_SIZE_OF_EIGHT_BYTES);
    }

    /** Id and an unknown size in one byte, as the producer SDK writes it for a Cluster. */
    EbmlWriter shortHeadOfUnknownSize(int id) {
        id(id);
        out.write(UNKNOWN_SIZE_OF_ONE_BYTE);
        return this;
    }

    /** How many bytes {@link #head} writes. */
    static int headLength(int id, long size) {
        return idLength(id) + sizeLength(size);
    }

    private void id(int id) {
        writeBigEndian(id & 0xFFFFFFFFL, idLength(id));
    }

    private static int idLength(int id) {
        return (39 - Integer.numberOfLeadingZeros(id)) / 8;
    }

    /** All value bits set would mean an unknown size, hence the one more. */
    private static int sizeLength(long size) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(size + 1)) / 7);
    }

    private void writeBigEndian(long value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            out.write((int) (value >>> (8 * i)));
        }
    }
}
