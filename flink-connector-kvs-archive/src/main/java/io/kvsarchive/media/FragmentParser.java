/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Reads the fragments of one body of GetMediaForFragmentList, or of GetMedia.
 *
 * <p>A body is one EBML document after the other (RFC 8794), each a Matroska Segment (RFC 9559),
 * mostly of unknown size. Before each Cluster stand Tags in which the service names the fragment,
 * and after it those that the producer attached to it. So a fragment is complete only when the next
 * one begins, its Segment ends, or the service closes it:
 *
 * <pre>
 * EBML header
 * Segment
 *   Info, Tracks                 the producer's, with every fragment
 *   Tags                         AWS_KINESISVIDEO_FRAGMENT_NUMBER, ..._TIMESTAMP
 *   Cluster                      SimpleBlocks and BlockGroups
 *   Tags                         the producer's
 *   Tags                         AWS_KINESISVIDEO_CONTINUATION_TOKEN: GetMedia only
 * EBML header
 * ...
 * </pre>
 *
 * <p>Payloads are handed out as they are stored: a ContentEncoding that a track declares, such as
 * the compression of headers, is not undone.
 *
 * <p>One parser reads one body, which it does not close. Not thread-safe.
 */
@Internal
public final class FragmentParser {

    private final ParserLimits limits;
    private final FragmentDocuments documents;
    private final InputCursor cursor;
    private final ElementReader elements;
    private final InfoReader infoReader;
    private final TracksReader tracksReader;
    private final TagsReader tagsReader;
    private final ClusterReader clusterReader;

    private boolean hasFailed;
    private boolean hasEnded;
    private boolean hasSeenDocument;
    private boolean isInSegment;
    private long segmentEnd;
    private long timecodeScale;
    private TrackTable tracks = TrackTable.EMPTY;
    private FragmentAssembly fragment;

    /**
     * Makes a parser that keeps all frames.
     *
     * @param body what the service sends. Its bytes may come in any portions
     * @param limits what a fragment may claim
     */
    public FragmentParser(InputStream body, ParserLimits limits) {
        this(body, limits, FrameFilter.ALL);
    }

    /**
     * Makes a parser that keeps some of the frames only. What it refuses, and where, depends on all
     * of them.
     *
     * @param body what the service sends. Its bytes may come in any portions
     * @param limits what a fragment may claim, all of its frames included
     * @param filter which frames to keep
     */
    public FragmentParser(InputStream body, ParserLimits limits, FrameFilter filter) {
        this(Objects.requireNonNull(body, "body"), limits, filter, FragmentDocuments.NONE);
    }

    private FragmentParser(
            InputStream body,
            ParserLimits limits,
            FrameFilter filter,
            FragmentDocuments documents) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.documents = documents;
        this.cursor = new InputCursor(body);
        this.elements = new ElementReader(cursor, limits);
        this.infoReader = new InfoReader(limits);
        this.tracksReader = new TracksReader(limits, Objects.requireNonNull(filter, "filter"));
        this.tagsReader = new TagsReader(cursor, elements, limits);
        this.clusterReader = new ClusterReader(cursor, elements, filter);
        startFragment(0);
    }

    /**
     * Makes a parser that keeps some of the frames, and each fragment's bytes as a Matroska
     * document of its own, all of its frames included. They take as much memory as the fragment
     * does in the body; while it is read, twice as much.
     *
     * @see Fragment#document()
     */
    public static FragmentParser keepingDocuments(
            InputStream body, ParserLimits limits, FrameFilter filter) {
        RecordedInput recorded = new RecordedInput(Objects.requireNonNull(body, "body"));
        return new FragmentParser(recorded, limits, filter, new RecordedDocuments(recorded));
    }

    /**
     * The body's next fragment or in-band error, or nothing at the body's end. Blocks while the
     * body does.
     *
     * @throws MalformedMediaException if the bytes are malformed, cut short or over a limit
     * @throws IOException if the body can't be read: what its {@code read} throws, untouched
     * @throws IllegalStateException if an earlier call threw
     */
    public Optional<FragmentResult> next() throws IOException {
        if (hasFailed) {
            throw new IllegalStateException("The body could not be read to its end");
        }
        hasFailed = true;
        Optional<FragmentResult> result = Optional.empty();
        try {
            while (result.isEmpty() && !hasEnded) {
                result = isInSegment ? readInSegment() : readInBody();
            }
        } catch (MalformedMediaException e) {
            String number = fragment.number();
            throw number == null ? e : e.inFragment(number);
        }
        hasFailed = false;
        return result;
    }

    /** How many bytes of the body have been read so far. */
    public long bytesRead() {
        return cursor.position();
    }

    private Optional<FragmentResult> readInBody() throws IOException {
        if (elements.isAtEndOfBody()) {
            hasEnded = true;
            return Optional.empty();
        }
        int id = elements.readId(ElementIds.NONE, ElementReader.UNKNOWN_END);
        boolean isExpected =
                switch (id) {
                    case ElementIds.EBML -> true;
                    case ElementIds.SEGMENT, ElementIds.VOID, ElementIds.CRC_32 -> hasSeenDocument;
                    default -> hasSeenDocument && MatroskaTypes.find(id).isEmpty();
                };
        if (!isExpected) {
            throw malformed(elements.start(), "Expected an EBML header, found " + elements.name());
        }
        elements.readSize(ElementReader.UNKNOWN_END);
        switch (id) {
            case ElementIds.SEGMENT -> startSegment();
            case ElementIds.EBML -> {
                hasSeenDocument = true;
                startFragment(elements.start());
                passOverEbmlHeader();
            }
            default -> passOver();
        }
        return Optional.empty();
    }

    private void passOverEbmlHeader() throws IOException {
        elements.requireKnownSize();
        elements.requireWithinFragment();
        elements.requireHeaderSize();
        elements.skip();
        documents.addEbmlHeader(elements.start(), elements.end());
    }

    private void startSegment() {
        isInSegment = true;
        segmentEnd = elements.end();
        documents.startSegment(cursor.position(), segmentEnd);
        timecodeScale = InfoReader.DEFAULT_TIMECODE_SCALE;
        tracks = TrackTable.EMPTY;
    }

    private Optional<FragmentResult> readInSegment() throws IOException {
        boolean isSizeKnown = segmentEnd != ElementReader.UNKNOWN_END;
        if (elements.isAt(segmentEnd)) {
            isInSegment = false;
            return finishFragment(true, segmentEnd);
        }
        if (!isSizeKnown && elements.isAtEndOfBody()) {
            hasEnded = true;
            return finishFragment(false, cursor.position());
        }
        int id = elements.readId(ElementIds.SEGMENT, segmentEnd);
        if (id == ElementIds.EBML || id == ElementIds.SEGMENT) {
            if (isSizeKnown) {
                throw misplaced();
            }
            elements.putBackId();
            isInSegment = false;
            return finishFragment(true, elements.start());
        }
        elements.readSize(segmentEnd);
        return readSegmentChild(id);
    }

    private Optional<FragmentResult> readSegmentChild(int id) throws IOException {
        switch (id) {
            case ElementIds.TAGS -> {
                return readTags();
            }
            case ElementIds.CLUSTER -> {
                elements.requireWithinFragment();
                fragment.startCluster(tracks, timecodeScale, elements.start());
                clusterReader.read(segmentEnd, fragment);
            }
            case ElementIds.INFO -> {
                byte[] content = readHeader(id);
                timecodeScale =
                        infoReader.readTimecodeScale(content, elements.end() - content.length);
            }
            case ElementIds.TRACKS -> {
                byte[] content = readHeader(id);
                tracks = tracksReader.read(content, elements.end() - content.length);
            }
            case ElementIds.SIMPLE_BLOCK, ElementIds.BLOCK_GROUP -> throw misplaced();
            default -> passOver();
        }
        return Optional.empty();
    }

    private Optional<FragmentResult> readTags() throws IOException {
        elements.requireKnownSize();
        elements.requireHeaderSize();
        long start = elements.start();
        long end = elements.end();
        FragmentTags tags = tagsReader.read();
        Optional<FragmentResult> result = Optional.empty();
        if (fragment.endsBefore(tags)) {
            result = finishFragment(true, start);
        }
        // Only now is it known which fragment the element counts for.
        elements.requireWithinFragment(ElementIds.TAGS, start, end);
        fragment.addHeader(ElementIds.TAGS, start, end);
        fragment.addTags(tags, start);
        if (fragment.hasCluster() && tags.isClosing()) {
            result = finishFragment(true, end);
        }
        return result;
    }

    private byte[] readHeader(int id) throws IOException {
        elements.requireKnownSize();
        elements.requireHeaderSize();
        elements.requireWithinFragment();
        fragment.addHeader(id, elements.start(), elements.end());
        byte[] content = elements.readContent();
        documents.addHeader(id, elements.start(), elements.end(), !fragment.hasCluster());
        return content;
    }

    private void passOver() throws IOException {
        elements.requireKnownSize();
        elements.requireWithinFragment();
        elements.skip();
    }

    private Optional<FragmentResult> finishFragment(boolean isProven, long end)
            throws MalformedMediaException {
        Optional<FragmentResult> result = fragment.finish(isProven, end, tracks, documents);
        startFragment(end);
        return result;
    }

    private void startFragment(long position) {
        fragment = new FragmentAssembly(position, limits);
        elements.startFragment(position);
        documents.startFragment(position);
    }

    private MalformedMediaException misplaced() {
        return malformed(elements.start(), "Expected no " + elements.name() + " in the Segment");
    }
}
