/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Element.head;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.FIXED_LACING;
import static io.kvsarchive.media.Matroska.block;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.simpleTag;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Bodies that try to fill the heap: as a program, this says what a parser makes of each. */
final class HostileBodies {

    private static final int TRACKS = 0x1654AE6B;
    private static final int TAGS = 0x1254C367;
    private static final int TAG = 0x7373;
    private static final int TARGETS = 0x63C0;
    private static final int TAG_TRACK_UID = 0x63C5;
    private static final int SIMPLE_TAG = 0x67C8;
    private static final int TAG_STRING = 0x4487;

    private static final ParserLimits LIMITS = ParserLimits.DEFAULT;
    private static final int BODY_FRAGMENTS = 2;

    /**
     * What is left of the limit for what a body adds to its first Tracks and the service's tags.
     */
    private static final int HEADER_BYTES = LIMITS.maxHeaderBytes() - 1000;

    private static final byte[] START = bytesOf(ebmlHeader(), segment(tracks(videoTrack())));
    private static final byte[] CLUSTER_START =
            bytesOf(serviceTags("1"), cluster().withUnknownSize(1));

    private HostileBodies() {}

    /** So many times the same bytes, which are in memory once. */
    private record Run(byte[] bytes, long times) {

        Run(byte[] bytes) {
            this(bytes, 1);
        }

        long length() {
            return bytes.length * times;
        }
    }

    /** The bytes of all runs, one run after the other. */
    private static final class RunStream extends InputStream {

        private final Iterator<byte[]> rest;
        private InputStream current = InputStream.nullInputStream();

        RunStream(Stream<Run> runs) {
            rest = runs.flatMap(run -> Stream.generate(run::bytes).limit(run.times())).iterator();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("The parser reads portions");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = current.read(target, offset, length);
            while (read < 0 && rest.hasNext()) {
                current = new ByteArrayInputStream(rest.next());
                read = current.read(target, offset, length);
            }
            return read;
        }
    }

    private static Map<String, List<Run>> bodies() {
        Map<String, List<Run>> bodies = new LinkedHashMap<>();
        bodies.put("one frame", frameAfter());
        byte[] lace = bytesOf(simpleBlock(1, 0, FIXED_LACING, (byte) 255));
        bodies.put(
                "empty frames and a large one",
                frameAfter(new Run(lace, (LIMITS.maxFrames() - 1) / 256)));
        bodies.put("empty frames", allOf(new Run(lace, LIMITS.maxFrames())));
        int frameBytes = (int) (LIMITS.maxFragmentBytes() / LIMITS.maxFrames());
        byte[] frame = bytesOf(simpleBlock(1, 0, 0, new byte[frameBytes - 8]));
        bodies.put("small frames", allOf(new Run(frame, LIMITS.maxFrames() - 1)));
        byte[] claim = head(0xA3, 8, LIMITS.maxFragmentBytes() - 1000);
        bodies.put("a claim", allOf(new Run(concat(claim, block(1, 0, 0)))));

        bodies.put("a long tag", frameAfterHeader(tag(HEADER_BYTES - 50)));
        bodies.put("long tags", allOf(new Run(tag(HEADER_BYTES - 50), 60)));
        byte[] tags = repeated(tag(HEADER_BYTES / LIMITS.maxTags() - 22), LIMITS.maxTags());
        bodies.put("short tags", frameAfterHeader(tags));
        bodies.put("more short tags", allOf(new Run(tags, 60)));
        byte[] simpleTag = bytesOf(master(SIMPLE_TAG));
        bodies.put("empty tags", frameAfterHeader(binary(TAGS, filled(TAG, simpleTag)).bytes()));
        byte[] serviceTag = bytesOf(master(TAG, simpleTag("AWS_KINESISVIDEO_X", "")));
        bodies.put("tags of the service", frameAfterHeader(filled(TAGS, serviceTag)));
        byte[] message =
                bytesOf(tags("AWS_KINESISVIDEO_EXCEPTION_MESSAGE", "m".repeat(HEADER_BYTES - 99)));
        bodies.put("an error message", frameAfterHeader(message));
        byte[] targets = filled(TARGETS, bytesOf(binary(TAG_TRACK_UID)));
        bodies.put("targets", frameAfterHeader(binary(TAGS, binary(TAG, targets).bytes()).bytes()));

        bodies.put("tracks", frameAfterHeader(manyTracks(LIMITS.maxTracks())));
        bodies.put("more tracks", frameAfterHeader(manyTracks(HEADER_BYTES / 8)));
        byte[] track = bytesOf(videoTrack());
        byte[] empty = bytesOf(binary(0xEC));
        bodies.put(
                "empty elements in Tracks",
                frameAfterHeader(
                        binary(TRACKS, concat(track, repeated(empty, HEADER_BYTES / 2 - 100)))
                                .bytes()));
        return bodies;
    }

    private static List<Run> allOf(Run... runs) {
        return Stream.of(Stream.of(new Run(START), new Run(CLUSTER_START)), Arrays.stream(runs))
                .flatMap(all -> all)
                .toList();
    }

    /** A fragment with these runs in it, and a frame that takes all the room they leave. */
    private static List<Run> frameAfter(Run... runs) {
        return withFrame(allOf(runs));
    }

    /** A fragment that has a further header before its Cluster. */
    private static List<Run> frameAfterHeader(byte[] header) {
        return withFrame(List.of(new Run(START), new Run(header), new Run(CLUSTER_START)));
    }

    private static List<Run> withFrame(List<Run> before) {
        int headBytes = 20;
        byte[] kilobyte = new byte[1 << 10];
        long room = LIMITS.maxFragmentBytes() - headBytes;
        long taken = before.stream().mapToLong(Run::length).sum();
        Run payload = new Run(kilobyte, (room - taken) / kilobyte.length);
        byte[] start = concat(head(0xA3, 8, payload.length() + 4), block(1, 0, 0));
        return Stream.concat(before.stream(), Stream.of(new Run(start), payload)).toList();
    }

    /** An element that the same bytes fill, up to what headers may take. */
    private static byte[] filled(int id, byte[] part) {
        return binary(id, repeated(part, (HEADER_BYTES - 50) / part.length)).bytes();
    }

    private static byte[] repeated(byte[] bytes, int times) {
        return concat(Collections.nCopies(times, bytes).toArray(new byte[0][]));
    }

    private static byte[] manyTracks(int count) {
        byte[][] entries = new byte[count][];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = bytesOf(master(0xAE, unsigned(0xD7, i + 1)));
        }
        return binary(TRACKS, concat(entries)).bytes();
    }

    /** A tag of which the text takes twice as much room in memory as in the body. */
    private static byte[] tag(int textBytes) {
        byte[] text = new byte[textBytes];
        Arrays.fill(text, (byte) 0xFF);
        return bytesOf(master(TAGS, master(TAG, master(SIMPLE_TAG, binary(TAG_STRING, text)))));
    }

    private static FragmentParser parser(InputStream body, boolean keepsDocuments) {
        return keepsDocuments
                ? FragmentParser.keepingDocuments(body, LIMITS, FrameFilter.ALL)
                : new FragmentParser(body, LIMITS);
    }

    /** Holds one result while it waits for the next, as readers do. */
    private static String outcome(FragmentParser parser) throws IOException {
        int results = 0;
        try {
            Optional<FragmentResult> result = parser.next();
            while (result.isPresent()) {
                results++;
                result = parser.next();
            }
            return results + " results";
        } catch (MalformedMediaException e) {
            return results + " results, then " + e.reason();
        }
    }

    /** With the argument {@code documents}, documents are kept, too. */
    public static void main(String[] args) throws IOException {
        boolean keepsDocuments = args.length > 0;
        for (Map.Entry<String, List<Run>> body : bodies().entrySet()) {
            System.out.print(body.getKey() + ": ");
            System.out.println(
                    outcome(
                            parser(
                                    new RunStream(
                                            Collections.nCopies(BODY_FRAGMENTS, body.getValue())
                                                    .stream()
                                                    .flatMap(List::stream)),
                                    keepsDocuments)));
        }
    }
}
