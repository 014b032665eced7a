/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.assertMalformed;
import static io.kvsarchive.media.Bodies.resultsOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Element.head;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.EBML_LACING;
import static io.kvsarchive.media.Matroska.FIXED_LACING;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.XIPH_LACING;
import static io.kvsarchive.media.Matroska.block;
import static io.kvsarchive.media.Matroska.blockGroup;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.defaultDuration;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.info;
import static io.kvsarchive.media.Matroska.knownSegment;
import static io.kvsarchive.media.Matroska.payload;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.track;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static io.kvsarchive.media.Matroska.voidElement;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks the format, with the words and the place that tell of it. */
class MalformedMediaTest {

    private static final String PREFIX = "AWS_KINESISVIDEO_";

    /** All that comes before what a test puts into a Segment. */
    private static final byte[] START = bytesOf(ebmlHeader(), segment());

    private static final byte[] CLUSTER_START =
            bytesOf(
                    ebmlHeader(),
                    segment(
                            tracks(videoTrack()),
                            serviceTags(NUMBER_1),
                            cluster().withUnknownSize(1)));

    private static void assertSegmentMalformed(Element child, String... parts) throws IOException {
        assertMalformed(concat(START, child.bytes()), START.length, parts);
    }

    private static void assertClusterMalformed(Element child, String... parts) throws IOException {
        byte[] body = concat(CLUSTER_START, child.bytes());
        assertMalformed(body, CLUSTER_START.length, with("Fragment " + NUMBER_1, parts));
    }

    private static String[] with(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    @Test
    void expectsAnEbmlHeaderFirst() throws IOException {
        assertMalformed(
                "{\"Message\":\"no\"}".getBytes(StandardCharsets.UTF_8),
                0,
                "Expected an EBML header, found element 0x7B22");
        assertMalformed(
                "<html>".getBytes(StandardCharsets.UTF_8), 0, "Expected an EBML header, found");
        assertMalformed(bytesOf(segment()), 0, "Expected an EBML header, found Segment");
        assertMalformed(bytesOf(voidElement(3)), 0, "Expected an EBML header, found Void");
        assertMalformed(
                bytesOf(ebmlHeader(), cluster()),
                bytesOf(ebmlHeader()).length,
                "Expected an EBML header, found Cluster");
        byte[] document = bytesOf(ebmlHeader(), knownSegment());
        assertMalformed(
                concat(document, bytesOf(tags("a", "b"))),
                document.length,
                "Expected an EBML header, found Tags");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x0F, 0x80, 0xFF})
    void refusesIdsThatCannotBe(int firstByte) throws IOException {
        byte[] body = concat(START, new byte[] {(byte) firstByte, (byte) 0x80, 0, 0, 0, 0, 0, 0});

        assertMalformed(
                body, START.length, "Expected an element's id", String.format("0x%02X", firstByte));
    }

    @Test
    void refusesASizeWithoutLength() throws IOException {
        byte[] body = concat(START, new byte[] {(byte) 0xEC, 0, 0, 0, 0, 0, 0, 0, 0, 0});

        assertMalformed(
                body, START.length + 1, "Expected a size of 1 to 8 bytes within Void, found 0x00");
    }

    @Test
    void refusesElementsThatReachBeyondTheirParent() throws IOException {
        assertMalformed(
                concat(bytesOf(ebmlHeader()), head(0x18538067, 2, 12), head(0x1F43B675, 8, 1)),
                bytesOf(ebmlHeader()).length + 6,
                "Cluster claims 1 bytes, but its parent ends after 0");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        new byte[] {(byte) 0xA0, (byte) 0x83, (byte) 0xA1, (byte) 0x82, 0}),
                CLUSTER_START.length + 2,
                "Block claims 2 bytes, but its parent ends after 1");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        new byte[] {(byte) 0xA0, (byte) 0x82, (byte) 0xA1, (byte) 0x40, 0}),
                CLUSTER_START.length + 3,
                "Expected 2 more bytes within Block, which ends after 1");
        assertMalformed(
                concat(START, head(0x1654AE6B, 1, 3), new byte[] {(byte) 0xAE, (byte) 0x85, 0}),
                START.length + 5,
                "TrackEntry claims 5 bytes, but its parent ends after 1");
        assertMalformed(
                concat(START, head(0x1254C367, 1, 4), new byte[] {0x73, 0x73, (byte) 0x85, 0}),
                START.length + 5,
                "Tag claims 5 bytes, but its parent ends after 1");
    }

    @Test
    void refusesUnknownSizesWhereTheEndCannotBeTold() throws IOException {
        assertSegmentMalformed(
                binary(0x4FFB, (byte) 1).withUnknownSize(1),
                "Expected element 0x4FFB of known size");
        assertSegmentMalformed(tags("a", "b").withUnknownSize(8), "Expected Tags of known size");
        assertSegmentMalformed(tracks().withUnknownSize(8), "Expected Tracks of known size");
        assertClusterMalformed(
                simpleBlock(1, 0, 0).withUnknownSize(8), "Expected SimpleBlock of known size");
        assertMalformed(bytesOf(ebmlHeader().withUnknownSize(1)), 0, "Expected EBML of known size");
        byte[] inner =
                concat(START, head(0x1654AE6B, 1, 3), new byte[] {(byte) 0xAE, (byte) 0xFF, 0});
        assertMalformed(inner, START.length + 5, "Expected TrackEntry of known size");
    }

    @Test
    void refusesElementsInPlacesWhereFramesWouldBeLost() throws IOException {
        byte[] header = bytesOf(ebmlHeader());
        int segmentHead = 5;
        assertMalformed(
                bytesOf(ebmlHeader(), knownSegment(ebmlHeader())),
                header.length + segmentHead,
                "Expected no EBML in the Segment");
        assertMalformed(
                bytesOf(ebmlHeader(), knownSegment(knownSegment())),
                header.length + segmentHead,
                "Expected no Segment in the Segment");
        assertSegmentMalformed(simpleBlock(1, 0, 0), "Expected no SimpleBlock in the Segment");
        assertSegmentMalformed(blockGroup(), "Expected no BlockGroup in the Segment");
        byte[] before = bytesOf(ebmlHeader(), segment(serviceTags(NUMBER_1)));
        assertMalformed(
                concat(before, bytesOf(cluster(tags("a", "b")))),
                before.length + 9,
                "Tags does not belong in a Cluster");
    }

    @Test
    void refusesClustersWithoutAFragmentNumber() throws IOException {
        assertSegmentMalformed(cluster(), "Expected a fragment number in Tags before the Cluster");
        byte[] before = bytesOf(ebmlHeader(), segment(serviceTags(NUMBER_1), cluster()));
        assertMalformed(
                concat(before, bytesOf(cluster())),
                before.length,
                "Fragment " + NUMBER_1,
                "Expected a fragment number in Tags before the Cluster");
    }

    @Test
    void refusesFragmentsWithoutTimestamps() throws IOException {
        byte[] noProducer =
                bytesOf(
                        ebmlHeader(),
                        segment(
                                tags(
                                        PREFIX + "FRAGMENT_NUMBER", "17",
                                        PREFIX + "SERVER_TIMESTAMP", "1.0")));
        byte[] noServer =
                bytesOf(
                        ebmlHeader(),
                        segment(
                                tags(
                                        PREFIX + "FRAGMENT_NUMBER", "17",
                                        PREFIX + "PRODUCER_TIMESTAMP", "1.0")));
        assertMalformed(
                concat(noProducer, bytesOf(cluster())),
                noProducer.length,
                "Fragment 17: Expected a producer timestamp");
        assertMalformed(
                concat(noServer, bytesOf(cluster())),
                noServer.length,
                "Fragment 17: Expected a server timestamp");
        assertMalformed(
                concat(noServer, bytesOf(ebmlHeader())),
                noServer.length,
                "Fragment 17: Expected a server timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "1,5",
                "-1",
                "+1",
                "1.",
                ".5",
                "1e9",
                "1.0000000001",
                "0x1",
                " 1",
                "1 ",
                "NaN",
                "1234567890123",
                "1.5.5",
                "١"
            })
    void refusesTimestampsThatAreNoDecimalSeconds(String text) throws IOException {
        for (String name : new String[] {"PRODUCER_TIMESTAMP", "SERVER_SIDE_TIMESTAMP"}) {
            byte[] body = concat(START, bytesOf(tags(PREFIX + name, text)));

            assertMalformed(
                    body,
                    START.length + 11,
                    PREFIX + name + " is \"" + text + "\": expected seconds since the epoch");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12a", "-1", "1.0", " 1", "١"})
    void refusesFragmentNumbersThatAreNoDigits(String text) throws IOException {
        byte[] body = concat(START, bytesOf(tags(PREFIX + "FRAGMENT_NUMBER", text)));

        assertMalformed(body, START.length + 11, "is \"" + text + "\": expected 1 to 128 digits");
    }

    @Test
    void boundsTheLengthOfFragmentNumbers() throws IOException {
        assertThat(resultsOf(ebmlHeader(), segment(serviceTags("7".repeat(128))))).hasSize(1);
        assertMalformed(
                concat(START, bytesOf(serviceTags("7".repeat(129)))),
                START.length + 13,
                "expected 1 to 128 digits");
    }

    @Test
    void refusesTagsThatContradictEachOther() throws IOException {
        assertMalformed(
                concat(
                        START,
                        bytesOf(
                                tags(
                                        PREFIX + "FRAGMENT_NUMBER",
                                        "1",
                                        PREFIX + "FRAGMENT_NUMBER",
                                        "2"))),
                START.length + 11 + 42,
                "expected 1 as before, found 2");
        byte[] before = bytesOf(ebmlHeader(), segment(serviceTags("3", "1.0", "1.0")));
        assertMalformed(
                concat(before, bytesOf(tags(PREFIX + "SERVER_SIDE_TIMESTAMP", "2.0"))),
                before.length,
                "Fragment 3: Tags contradict those before: expected 1970-01-01T00:00:01Z");
    }

    @Test
    void refusesBlocksThatAreTooShort() throws IOException {
        for (int length = 0; length < 4; length++) {
            byte[] start = Arrays.copyOf(block(1, 0, 0), length);
            int at = CLUSTER_START.length + 2 + Math.min(length, 1);
            assertMalformed(
                    concat(CLUSTER_START, binary(0xA3, start).bytes(), voidElement(9).bytes()),
                    at,
                    "more bytes within SimpleBlock, which ends after");
        }
    }

    @Test
    void refusesBlocksOfTracksThatAreNotDescribed() throws IOException {
        assertClusterMalformed(
                simpleBlock(2, 0, 0), "A block refers to track 2, which Tracks doesn't describe");
        assertClusterMalformed(simpleBlock(0, 0, 0), "A block refers to track 0");
    }

    @Test
    void refusesBlockGroupsWithoutOneBlock() throws IOException {
        Element block = binary(0xA1, block(1, 0, 0));
        assertClusterMalformed(blockGroup(binary(0xFB, (byte) 1)), "BlockGroup holds no Block");
        assertMalformed(
                concat(CLUSTER_START, bytesOf(blockGroup(block, block))),
                CLUSTER_START.length + 2 + 6,
                "BlockGroup holds more than one Block");
    }

    @Test
    void refusesLacesThatDoNotFitTheirBlock() throws IOException {
        assertClusterMalformed(
                simpleBlock(1, 0, FIXED_LACING, concat(new byte[] {2}, payload(10, 1))),
                "10 bytes can't be divided into 3 laced frames");
        assertClusterMalformed(
                simpleBlock(1, 0, XIPH_LACING, (byte) 1, (byte) 200, (byte) 5),
                "Laced frames claim 200 bytes, but their block ends after 1");
        assertClusterMalformed(
                simpleBlock(1, 0, XIPH_LACING, (byte) 2, (byte) 1, (byte) 1, (byte) 5),
                "Laced frames claim 2 bytes, but their block ends after 1");
        assertClusterMalformed(
                simpleBlock(
                        1,
                        0,
                        EBML_LACING,
                        concat(new byte[] {1}, Element.vint(1L << 50, 8), payload(3, 1))),
                "Laced frames claim 1125899906842624 bytes");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        bytesOf(
                                simpleBlock(
                                        1,
                                        0,
                                        EBML_LACING,
                                        concat(
                                                new byte[] {2, (byte) 0x82, (byte) 0x80},
                                                payload(9, 1))))),
                CLUSTER_START.length + 8,
                "Laced frame 1 has a size of -61");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        bytesOf(simpleBlock(1, 0, EBML_LACING, (byte) 1, (byte) 0xFF, (byte) 1))),
                CLUSTER_START.length + 7,
                "Expected a frame size in EBML lacing");
        assertMalformed(
                concat(CLUSTER_START, bytesOf(simpleBlock(1, 0, XIPH_LACING), voidElement(9))),
                CLUSTER_START.length + 6,
                "Expected 1 more bytes within SimpleBlock, which ends after 0");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        bytesOf(simpleBlock(1, 0, XIPH_LACING, (byte) 1, (byte) 255)),
                        bytesOf(voidElement(9))),
                CLUSTER_START.length + 8,
                "Expected 1 more bytes within SimpleBlock, which ends after 0");
        assertMalformed(
                concat(
                        CLUSTER_START,
                        bytesOf(simpleBlock(1, 0, EBML_LACING, (byte) 1, (byte) 0x40)),
                        bytesOf(voidElement(9))),
                CLUSTER_START.length + 7,
                "Expected 2 more bytes within SimpleBlock, which ends after 1");
    }

    @Test
    void refusesTimestampsOutOfRange() throws IOException {
        byte[] before =
                bytesOf(
                        ebmlHeader(),
                        segment(
                                info(1L << 50),
                                tracks(track(1, 1, "V", defaultDuration(Long.MAX_VALUE))),
                                serviceTags("3"),
                                cluster().withUnknownSize(1)));
        assertMalformed(
                concat(before, bytesOf(simpleBlock(1, 20_000, 0))),
                before.length,
                "Fragment 3: A frame's timestamp is out of range: block time 20000");
        byte[][] frames = {{}, {}, {}};
        assertMalformed(
                concat(
                        before,
                        bytesOf(simpleBlock(1, 0, FIXED_LACING, Matroska.fixedLace(frames)))),
                before.length,
                "Fragment 3: The DefaultDuration of track 1 is out of range");
    }

    @Test
    void refusesAnInfoThatCannotBe() throws IOException {
        byte[] at = concat(START, bytesOf(info(0)));
        int content = START.length + 5;
        assertMalformed(at, content, "TimecodeScale is 0");
        assertMalformed(
                concat(START, bytesOf(info(-1))),
                content,
                "TimecodeScale is 18446744073709551615, expected at most");
        assertMalformed(
                concat(START, bytesOf(master(0x1549A966, binary(0x2AD7B1, payload(9, 1))))),
                content,
                "Info is malformed: TimecodeScale has 9 bytes, expected at most 8");
    }

    @Test
    void refusesTracksThatCannotBe() throws IOException {
        assertTracksMalformed("it has no TrackNumber", master(0xAE, unsigned(0x83, 1)));
        assertTracksMalformed("it has no TrackNumber", track(0, 1, "V"));
        assertTracksMalformed("TrackNumber is 18446744073709551615", track(-1, 1, "V"));
        assertTracksMalformed(
                "Several tracks have the number 1", track(1, 1, "V"), track(1, 2, "A"));
        assertTracksMalformed(
                "PixelWidth is 4294967296",
                track(1, 1, "V", master(0xE0, unsigned(0xB0, 1L << 32), unsigned(0xBA, 1))));
        assertTracksMalformed(
                "SamplingFrequency has 3 bytes",
                track(1, 2, "A", master(0xE1, binary(0xB5, payload(3, 1)))));
        assertTracksMalformed("DefaultDuration is", track(1, 1, "V", defaultDuration(-1)));
    }

    private static void assertTracksMalformed(String part, Element... entries) throws IOException {
        byte[] body = concat(START, bytesOf(tracks(entries)));
        assertMalformed(body, START.length + 5, part);
    }

    @Test
    void refusesElementsAtTheWrongLevelOfTracks() throws IOException {
        byte[] body = concat(START, bytesOf(tracks(track(1, 1, "V").with(track(2, 1, "V")))));

        assertMalformed(
                body,
                body.length - track(2, 1, "V").bytes().length,
                "TrackEntry does not belong in TrackEntry");
    }

    @Test
    void refusesUidsOfMoreThan64Bits() throws IOException {
        Element targets = master(0x63C0, binary(0x63C5, payload(9, 1)));

        assertMalformed(
                concat(START, bytesOf(master(0x1254C367, master(0x7373, targets)))),
                START.length + 11,
                "TagTrackUID has 9 bytes, expected at most 8");
    }
}
