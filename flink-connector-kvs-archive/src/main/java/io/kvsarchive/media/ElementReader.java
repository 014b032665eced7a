/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import java.io.IOException;

/**
 * Reads the head of one element after the other and checks what it claims before anyone acts on it.
 *
 * <p>Holds the head that was read last, so that a block costs no object besides its frames.
 */
final class ElementReader {

    /** Where an element of unknown size ends, as far as its head tells. */
    static final long UNKNOWN_END = Long.MAX_VALUE;

    private final InputCursor cursor;
    private final ParserLimits limits;
    private long fragmentStart;

    private int id;
    private boolean isIdPutBack;
    private long start;
    private long end;

    ElementReader(InputCursor cursor, ParserLimits limits) {
        this.cursor = cursor;
        this.limits = limits;
    }

    /** From here on, bytes count towards the limit of the fragment that starts at this position. */
    void startFragment(long position) {
        fragmentStart = position;
    }

    /** Whether nothing is left of the parent. */
    boolean isAt(long parentEnd) {
        return !isIdPutBack && cursor.position() == parentEnd;
    }

    /** Whether nothing is left of the body. */
    boolean isAtEndOfBody() throws IOException {
        return !isIdPutBack && cursor.isAtEnd();
    }

    int readId(int parentId, long parentEnd) throws IOException {
        if (isIdPutBack) {
            isIdPutBack = false;
            return id;
        }
        start = cursor.position();
        cursor.within(parentId);
        id = cursor.readId(parentEnd);
        return id;
    }

    /** Lets the next {@link #readId} return the same id: it belongs to another parent. */
    void putBackId() {
        isIdPutBack = true;
    }

    void readSize(long parentEnd) throws IOException {
        cursor.within(id);
        long size = cursor.readSize(parentEnd);
        if (size == InputCursor.UNKNOWN_SIZE) {
            end = UNKNOWN_END;
            return;
        }
        end = cursor.position() + size;
        if (end > parentEnd) {
            throw beyondParent(size, parentEnd);
        }
    }

    private MalformedMediaException beyondParent(long size, long parentEnd) {
        return malformed(
                start,
                "%s claims %s bytes, but its parent ends after %s"
                        .formatted(name(), size, parentEnd - cursor.position()));
    }

    /** Reads the head of an element within a parent, of which the size must be known. */
    int readHead(int parentId, long parentEnd) throws IOException {
        readId(parentId, parentEnd);
        readSize(parentEnd);
        requireKnownSize();
        return id;
    }

    void requireKnownSize() throws MalformedMediaException {
        if (end == UNKNOWN_END) {
            throw malformed(start, "Expected " + name() + " of known size");
        }
    }

    /** The bytes of the element, as far as its size is known, must fit into the fragment. */
    void requireWithinFragment() throws MalformedMediaException {
        requireWithinFragment(id, start, end == UNKNOWN_END ? cursor.position() : end);
    }

    void requireWithinFragment(int elementId, long elementStart, long elementEnd)
            throws MalformedMediaException {
        long bytes = elementEnd - fragmentStart;
        if (bytes > limits.maxFragmentBytes()) {
            throw beyondFragment(elementId, elementStart, bytes);
        }
    }

    private MalformedMediaException beyondFragment(int elementId, long elementStart, long bytes) {
        return overLimit(
                elementStart,
                "%s would take the fragment to %s bytes, the limit is %s"
                        .formatted(ElementIds.name(elementId), bytes, limits.maxFragmentBytes()));
    }

    /** Info, Tracks, Tags and EBML headers are held in memory as a whole. */
    void requireHeaderSize() throws MalformedMediaException {
        long limit = Math.min(limits.maxHeaderBytes(), limits.maxFragmentBytes());
        if (end - start > limit) {
            throw overLimit(
                    start, name() + " takes " + (end - start) + " bytes, the limit is " + limit);
        }
    }

    void skip() throws IOException {
        cursor.skip(end - cursor.position());
    }

    byte[] readContent() throws IOException {
        byte[] content = new byte[(int) (end - cursor.position())];
        cursor.readFully(content);
        return content;
    }

    String name() {
        return ElementIds.name(id);
    }

    /** Where the element's id begins. */
    long start() {
        return start;
    }

    /** Where the element ends, or {@link #UNKNOWN_END}. */
    long end() {
        return end;
    }
}
