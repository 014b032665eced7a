/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.cutShort;
import static io.kvsarchive.media.MalformedMediaException.malformed;

import java.io.IOException;
import java.io.InputStream;

/**
 * A place in a stream of bytes that moves on as EBML's primitives are read (RFC 8794, sections 4 to
 * 7).
 *
 * <p>Numbers are read from a buffer. A payload is taken from what the buffer holds of it, and the
 * rest comes from the stream straight into the payload's own array. So bytes that lie in the buffer
 * are copied twice: after a payload that it could not hold it is filled by little, and then by more
 * and more, since small elements are what is worth reading ahead of.
 *
 * <p>Each read is told where the element that holds the bytes ends, so that bytes which overrun
 * their element are told from a body that was cut.
 */
final class InputCursor {

    static final long UNKNOWN_SIZE = -1;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MIN_READ_AHEAD = 1024;
    private static final int MAX_ID_BYTES = 4;
    private static final int MAX_SIZE_BYTES = 8;

    private final InputStream input;
    private final byte[] buffer;
    private long bufferPosition;
    private int next;
    private int filled;
    private int readAhead = MIN_READ_AHEAD;
    private int elementId;

    InputCursor(InputStream input) {
        this.input = input;
        this.buffer = new byte[BUFFER_BYTES];
    }

    private InputCursor(byte[] bytes, long position) {
        this.input = InputStream.nullInputStream();
        this.buffer = bytes;
        this.filled = bytes.length;
        this.bufferPosition = position;
    }

    /** A cursor over bytes that were read already, the first of which is at the given position. */
    static InputCursor over(byte[] bytes, long position) {
        return new InputCursor(bytes, position);
    }

    long position() {
        return bufferPosition + next;
    }

    /** Notes which element is being read, for the messages of what goes wrong. */
    void within(int id) {
        elementId = id;
    }

    /** Whether the stream ends here. Waits for the next byte. */
    boolean isAtEnd() throws IOException {
        return next == filled && !fill(1);
    }

    int readId(long end) throws IOException {
        require(1, end);
        int first = buffer[next] & 0xFF;
        int length = encodedLength(first);
        if (length > MAX_ID_BYTES) {
            throw expected("an element's id of 1 to 4 bytes", first);
        }
        require(length, end);
        int id = first;
        for (int i = 1; i < length; i++) {
            id = id << 8 | (buffer[next + i] & 0xFF);
        }
        int allOnes = (1 << (7 * length)) - 1;
        int data = id & allOnes;
        if (data == 0 || data == allOnes) {
            throw expected("an element's id", id);
        }
        next += length;
        return id;
    }

    /** Reads a size of 1 to 8 bytes, or {@link #UNKNOWN_SIZE}. Blocks write numbers alike. */
    long readSize(long end) throws IOException {
        require(1, end);
        int first = buffer[next] & 0xFF;
        int length = encodedLength(first);
        if (length > MAX_SIZE_BYTES) {
            throw expected("a size of 1 to 8 bytes", first);
        }
        require(length, end);
        long allOnes = (1L << (7 * length)) - 1;
        long size = first;
        for (int i = 1; i < length; i++) {
            size = size << 8 | (buffer[next + i] & 0xFF);
        }
        size &= allOnes;
        next += length;
        return size == allOnes ? UNKNOWN_SIZE : size;
    }

    /** Reads a big-endian number of 0 to 8 bytes. */
    long readUnsigned(int length, long end) throws IOException {
        require(length, end);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (buffer[next + i] & 0xFF);
        }
        next += length;
        return value;
    }

    /** Fills the array. The caller has checked that its length is within bounds. */
    void readFully(byte[] target) throws IOException {
        int copied = Math.min(target.length, filled - next);
        System.arraycopy(buffer, next, target, 0, copied);
        next += copied;
        if (target.length - copied >= MIN_READ_AHEAD) {
            readAhead = MIN_READ_AHEAD;
        }
        while (copied < target.length) {
            int read = input.read(target, copied, target.length - copied);
            if (read < 0) {
                throw cut(target.length - copied);
            }
            copied += read;
            bufferPosition += read;
        }
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > filled - next) {
            left -= filled - next;
            next = filled;
            if (!fill(1)) {
                throw cut(left);
            }
        }
        next += (int) left;
    }

    private static int encodedLength(int firstByte) {
        return Integer.numberOfLeadingZeros(firstByte) - 23;
    }

    private void require(int count, long end) throws IOException {
        if (end - position() < count) {
            throw beyondElement(count, end);
        }
        if (filled - next < count && !fill(count)) {
            throw cut(count - (filled - next));
        }
    }

    private boolean fill(int count) throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            bufferPosition += next;
            filled -= next;
            next = 0;
        }
        int atMost = Math.min(buffer.length, Math.max(filled + readAhead, count));
        readAhead = Math.min(2 * readAhead, buffer.length);
        while (filled < count) {
            int read = input.read(buffer, filled, atMost - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    private MalformedMediaException expected(String what, int found) {
        return malformed(
                position(), "Expected %s%s, found 0x%02X".formatted(what, context(), found));
    }

    private MalformedMediaException beyondElement(int count, long end) {
        return malformed(
                position(),
                "Expected %s more bytes%s, which ends after %s"
                        .formatted(count, context(), end - position()));
    }

    private MalformedMediaException cut(long missing) {
        return cutShort(
                bufferPosition + filled,
                "The body ends" + context() + ", at least " + missing + " bytes are missing");
    }

    private String context() {
        return elementId == ElementIds.NONE ? "" : " within " + ElementIds.name(elementId);
    }
}
