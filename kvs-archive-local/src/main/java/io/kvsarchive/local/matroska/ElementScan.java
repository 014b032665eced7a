/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLElementMetaData;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLParser;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLParserCallbacks;
import com.amazonaws.kinesisvideo.parser.ebml.ParserBulkByteSource;
import com.amazonaws.kinesisvideo.parser.ebml.ParserByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks the elements of a stretch of a source with the Parser Library's element parser, and checks
 * what it lets pass: elements that end beyond the element around them or beyond the source.
 *
 * <p>Data of elements is never read here, only stepped over.
 */
final class ElementScan implements EBMLParserCallbacks {

    private static final int STEP_BYTES = 64 * 1024;
    private static final ByteBuffer STEPPED_OVER = ByteBuffer.allocate(0);

    private final MediaReader media;
    private final long limit;
    private final ElementVisitor visitor;
    private final Deque<Element> open = new ArrayDeque<>();
    private long position;
    private long lastEnd;

    private ElementScan(MediaReader media, long from, long to, ElementVisitor visitor) {
        this.media = media;
        this.limit = to;
        this.visitor = visitor;
        this.position = from;
        this.lastEnd = from;
    }

    /**
     * Tells the visitor of all elements from one position to another.
     *
     * @throws MalformedMatroskaException if the bytes are no elements, or not all of their last one
     */
    static void scan(
            MediaReader media, long from, long to, ElementTree tree, ElementVisitor visitor)
            throws IOException {
        ElementScan scan = new ElementScan(media, from, to, visitor);
        EBMLParser parser = new EBMLParser(tree, scan, STEP_BYTES);
        Source source = scan.new Source();
        try {
            parser.parse(source);
            if (scan.lastEnd != to) {
                throw scan.malformed(scan.lastEnd, "the file is cut within an element's head");
            }
            parser.closeParser();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw scan.malformed(scan.position, "not a Matroska element: " + e.getMessage());
        }
    }

    @Override
    public void onStartElement(
            EBMLElementMetaData metaData,
            long size,
            ByteBuffer head,
            ElementPathSupplier ancestors) {
        Element element =
                new Element(
                        metaData.getTypeInfo().getId(),
                        position - head.remaining(),
                        position,
                        size);
        String name = metaData.getTypeInfo().getName();
        try {
            requirePlausible(element, name, head, metaData.isMaster());
            if (metaData.isMaster()) {
                open.push(element);
                lastEnd = element.dataStart();
                visitor.enter(element);
            } else {
                lastEnd = element.end();
                visitor.leaf(element);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requirePlausible(
            Element element, String name, ByteBuffer head, boolean mayHaveUnknownSize)
            throws IOException {
        int idLength = Integer.numberOfLeadingZeros(head.get(0) & 0xFF) - 23;
        int sizeLength = head.remaining() - idLength;
        // The library shifts sizes of five to seven bytes as an int.
        if (sizeLength >= 5
                && sizeLength <= 7
                && (head.get(idLength) & (0xFF >> sizeLength)) != 0) {
            throw malformed(element.start(), name + " has a size of 4 GiB or more in few bytes");
        }
        if (!element.hasKnownSize()) {
            if (!mayHaveUnknownSize) {
                throw malformed(element.start(), name + " has an unknown size");
            }
            return;
        }
        for (Element around : open) {
            if (around.hasKnownSize() && element.end() > around.end()) {
                throw malformed(
                        element.start(),
                        """
                        %s of %d bytes ends beyond the element around it, which ends at byte %d\
                        """
                                .formatted(name, element.size(), around.end()));
            }
        }
        if (element.end() > limit) {
            throw malformed(
                    element.start(),
                    "%s of %d bytes is cut short, the file ends at byte %d"
                            .formatted(name, element.size(), limit));
        }
    }

    @Override
    public void onPartialContent(
            EBMLElementMetaData metaData, ParserBulkByteSource content, int length) {
        content.readBytes(STEPPED_OVER, length);
    }

    @Override
    public void onEndElement(EBMLElementMetaData metaData, ElementPathSupplier ancestors) {
        if (!metaData.isMaster()) {
            return;
        }
        try {
            visitor.leave(open.pop(), lastEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MalformedMatroskaException malformed(long at, String problem) {
        return new MalformedMatroskaException(media.name(), at, problem);
    }

    /** What the library reads from: heads byte by byte, data by stepping over it. */
    private final class Source implements ParserByteSource {

        @Override
        public int readByte() {
            try {
                return media.byteAt(position++);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int readBytes(ByteBuffer target, int length) {
            position += length;
            return length;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, limit - position);
        }

        @Override
        public boolean eof() {
            return position >= limit;
        }
    }
}
