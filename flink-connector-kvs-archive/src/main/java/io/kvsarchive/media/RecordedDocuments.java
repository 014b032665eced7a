/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.overLimit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a Matroska document of each fragment.
 *
 * <p>A fragment mostly has an EBML header and a Segment to itself. Then its bytes are a document as
 * they came. Where it shares a Segment with others, or the Segment has no EBML header of its own,
 * its bytes are put into a Segment of unknown size, after what they lack: the EBML header, and
 * those of Info and Tracks that hold for the fragment and stand before it.
 */
final class RecordedDocuments implements FragmentDocuments {

    private static final byte[] SEGMENT_OF_UNKNOWN_SIZE = {
        0x18, 0x53, (byte) 0x80, 0x67, 0x01, -1, -1, -1, -1, -1, -1, -1
    };

    private final RecordedInput input;

    /** The Segment's Info and Tracks, in this order, which is that of their ids. */
    private final SortedMap<Integer, byte[]> headers = new TreeMap<>();

    /** Those among them that hold for the fragment and stand before it. */
    private final SortedMap<Integer, byte[]> inherited = new TreeMap<>();

    private byte[] ebmlHeader = new byte[0];
    private long documentStart;
    private long contentStart;
    private long segmentEnd;
    private long fragmentStart;

    RecordedDocuments(RecordedInput input) {
        this.input = input;
    }

    @Override
    public void startFragment(long position) {
        fragmentStart = position;
        input.forgetBefore(position);
        inherited.clear();
        inherited.putAll(headers);
    }

    @Override
    public void addEbmlHeader(long start, long end) {
        documentStart = start;
        ebmlHeader = bytes(start, end);
    }

    @Override
    public void startSegment(long start, long end) {
        contentStart = start;
        segmentEnd = end;
        headers.clear();
        inherited.clear();
    }

    @Override
    public void addHeader(int id, long start, long end, boolean isBeforeCluster) {
        headers.put(id, bytes(start, end));
        if (isBeforeCluster) {
            inherited.remove(id);
        }
    }

    @Override
    public byte[] document(long end) throws MalformedMediaException {
        if (fragmentStart == documentStart
                && (segmentEnd == ElementReader.UNKNOWN_END || segmentEnd == end)) {
            return document(List.of(), fragmentStart, end);
        }
        List<byte[]> before = new ArrayList<>();
        before.add(ebmlHeader);
        before.add(SEGMENT_OF_UNKNOWN_SIZE);
        before.addAll(inherited.values());
        return document(before, Math.max(fragmentStart, contentStart), end);
    }

    private byte[] document(List<byte[]> before, long from, long end)
            throws MalformedMediaException {
        long length = end - from;
        for (byte[] part : before) {
            length += part.length;
        }
        if (length > ParserLimits.MAX_ARRAY_BYTES) {
            throw overLimit(
                    fragmentStart,
                    "The fragment's document has %s bytes, the limit is %s"
                            .formatted(length, ParserLimits.MAX_ARRAY_BYTES));
        }
        byte[] document = new byte[(int) length];
        int filled = 0;
        for (byte[] part : before) {
            System.arraycopy(part, 0, document, filled, part.length);
            filled += part.length;
        }
        input.copy(from, document, filled);
        return document;
    }

    private byte[] bytes(long start, long end) {
        byte[] bytes = new byte[(int) (end - start)];
        input.copy(start, bytes, 0);
        return bytes;
    }
}
