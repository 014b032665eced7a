/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An EBML element to be written: the second, independent reading of RFC 8794 that the parser is
 * held against.
 */
final class Element {

    private static final int MIN_LENGTH = 0;

    private final int id;
    private final byte[] content;
    private final List<Element> children;
    private final int sizeBytes;
    private final boolean isSizeKnown;

    private Element(
            int id, byte[] content, List<Element> children, int sizeBytes, boolean isSizeKnown) {
        this.id = id;
        this.content = content;
        this.children = children;
        this.sizeBytes = sizeBytes;
        this.isSizeKnown = isSizeKnown;
    }

    static Element master(int id, Element... children) {
        return new Element(id, new byte[0], List.of(children), MIN_LENGTH, true);
    }

    static Element binary(int id, byte... content) {
        return new Element(id, content, List.of(), MIN_LENGTH, true);
    }

    static Element text(int id, String content) {
        return binary(id, content.getBytes(StandardCharsets.UTF_8));
    }

    /** An unsigned number in as many bytes as it needs. */
    static Element unsigned(int id, long value) {
        byte[] bytes = new BigInteger(Long.toUnsignedString(value)).toByteArray();
        boolean hasSignByte = bytes.length > 1 && bytes[0] == 0;
        return binary(id, hasSignByte ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    static Element float4(int id, float value) {
        return binary(id, ByteBuffer.allocate(4).putFloat(value).array());
    }

    static Element float8(int id, double value) {
        return binary(id, ByteBuffer.allocate(8).putDouble(value).array());
    }

    /** This element, its size written in so many bytes. */
    Element withSizeBytes(int count) {
        return new Element(id, content, children, count, true);
    }

    /** This element and all in it, the known sizes written in so many bytes, or more if needed. */
    Element withAllSizeBytes(int count) {
        List<Element> changed =
                children.stream().map(child -> child.withAllSizeBytes(count)).toList();
        int length = changed.stream().mapToInt(child -> child.bytes().length).sum();
        int needed = shortestVint(children.isEmpty() ? content.length : length);
        return new Element(
                id,
                content,
                changed,
                isSizeKnown ? Math.max(count, needed) : sizeBytes,
                isSizeKnown);
    }

    /** This element without a size, which is said in so many bytes. */
    Element withUnknownSize(int count) {
        return new Element(id, content, children, count, false);
    }

    Element with(Element... more) {
        Element[] all =
                Arrays.copyOf(children.toArray(new Element[0]), children.size() + more.length);
        System.arraycopy(more, 0, all, children.size(), more.length);
        return new Element(id, content, List.of(all), sizeBytes, isSizeKnown);
    }

    byte[] bytes() {
        byte[] inner = children.isEmpty() ? content : bytesOf(children.toArray(new Element[0]));
        int count = sizeBytes == MIN_LENGTH ? shortestVint(inner.length) : sizeBytes;
        long allOnes = (1L << (7 * count)) - 1;
        return concat(idBytes(), vint(isSizeKnown ? inner.length : allOnes, count), inner);
    }

    private byte[] idBytes() {
        byte[] four = ByteBuffer.allocate(4).putInt(id).array();
        int leading = Integer.numberOfLeadingZeros(id) / 8;
        return Arrays.copyOfRange(four, leading, 4);
    }

    static byte[] bytesOf(Element... elements) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Element element : elements) {
            bytes.writeBytes(element.bytes());
        }
        return bytes.toByteArray();
    }

    /** A head alone, whatever follows it. */
    static byte[] head(int id, int sizeBytes, long size) {
        return concat(binary(id).idBytes(), vint(size, sizeBytes));
    }

    static byte[] vint(long value, int count) {
        byte[] eight = ByteBuffer.allocate(8).putLong(value | 1L << (7 * count)).array();
        return Arrays.copyOfRange(eight, 8 - count, 8);
    }

    /** The least bytes for this value; the value of all ones stands for an unknown size. */
    static int shortestVint(long value) {
        int count = 1;
        while (value >= (1L << (7 * count)) - 1) {
            count++;
        }
        return count;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
