/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.assertFailure;
import static io.kvsarchive.media.Bodies.failureOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Element.head;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.XIPH_LACING;
import static io.kvsarchive.media.Matroska.cluster;
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

import com.sun.management.ThreadMXBean;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fragment may claim at most. */
class ParserLimitsTest {

    private static final ParserLimits LIMITS = new ParserLimits(10_000, 5, 2_000, 2, 3, 4);
    private static final byte[] START = bytesOf(ebmlHeader(), segment());
    private static final byte[] CLUSTER_START =
            bytesOf(
                    ebmlHeader(),
                    segment(
                            tracks(videoTrack()),
                            serviceTags(NUMBER_1),
                            cluster().withUnknownSize(1)));

    private static Bodies parse(ParserLimits limits, Element... body) throws IOException {
        return Bodies.parse(new ByteArrayInputStream(bytesOf(body)), limits);
    }

    private static void assertOverLimit(byte[] body, long position, String... parts)
            throws IOException {
        assertFailure(failureOf(body, LIMITS), Reason.OVER_LIMIT, position, parts);
    }

    @Test
    void allowsAFragmentOfExactlyTheLimit() throws IOException {
        Element[] fragment = {
            ebmlHeader(),
            segment(
                    tracks(videoTrack()),
                    serviceTags(NUMBER_1),
                    cluster(simpleBlock(1, 0, 0, payload(3000, 1))),
                    voidElement(100))
        };
        int length = bytesOf(fragment).length;
        Element[] twice = {fragment[0], fragment[1], fragment[0], fragment[1]};

        Bodies within = parse(LIMITS.withMaxFragmentBytes(length), twice);
        Bodies beyond = parse(LIMITS.withMaxFragmentBytes(length - 1), twice);

        assertThat(within.failure()).isEmpty();
        assertThat(within.results()).hasSize(2);
        assertThat(beyond.results()).isEmpty();
        assertFailure(
                beyond.failure().orElseThrow(),
                Reason.OVER_LIMIT,
                length - 102,
                "Fragment " + NUMBER_1,
                "Void would take the fragment to "
                        + length
                        + " bytes, the limit is "
                        + (length - 1));
    }

    @Test
    void countsEachFragmentOfASegmentByItself() throws IOException {
        Element cluster = cluster(simpleBlock(1, 0, 0, payload(4000, 1)));
        Element[] children = {
            tracks(videoTrack()),
            serviceTags("1"),
            cluster,
            serviceTags("2"),
            cluster,
            serviceTags("3"),
            cluster
        };
        for (Element segment : new Element[] {segment(children), knownSegment(children)}) {
            Bodies parsed = parse(LIMITS.withMaxFragmentBytes(4600), ebmlHeader(), segment);

            assertThat(parsed.failure()).isEmpty();
            assertThat(parsed.results()).hasSize(3);
        }
    }

    @Test
    void refusesBytesBeyondTheLimitWhereverTheyStand() throws IOException {
        assertOverLimit(
                concat(CLUSTER_START, head(0xA3, 8, 1L << 40)),
                CLUSTER_START.length,
                "Fragment " + NUMBER_1,
                "SimpleBlock would take the fragment to 1099511628");
        assertOverLimit(
                concat(CLUSTER_START, head(0xA0, 8, 1L << 40)),
                CLUSTER_START.length,
                "BlockGroup would take the fragment to");
        assertOverLimit(
                concat(CLUSTER_START, head(0xEC, 8, 1L << 40)),
                CLUSTER_START.length,
                "Void would take the fragment to");
        byte[] beforeCluster = bytesOf(ebmlHeader(), segment(serviceTags(NUMBER_1)));
        assertOverLimit(
                concat(beforeCluster, head(0x1F43B675, 8, 1L << 40)),
                beforeCluster.length,
                "Cluster would take the fragment to");
        assertOverLimit(head(0x1A45DFA3, 8, 1L << 40), 0, "EBML would take the fragment to");
        assertOverLimit(
                concat(START, head(0x1C53BB6B, 8, (1L << 56) - 2)),
                START.length,
                "Cues would take the fragment to");
    }

    @Test
    void countsTagsForTheFragmentThatTheyBelongTo() throws IOException {
        Element[] fragment = {ebmlHeader(), segment(serviceTags(NUMBER_1), cluster())};
        int before = bytesOf(fragment).length;
        Element own = tags("a", "b".repeat(100));
        Element next = serviceTags("2");
        int ownBytes = own.bytes().length;
        ParserLimits tight = LIMITS.withMaxFragmentBytes(before + ownBytes);

        assertThat(parse(tight, fragment[0], fragment[1].with(own, next)).failure()).isEmpty();
        assertFailure(
                parse(
                                LIMITS.withMaxFragmentBytes(before + ownBytes - 1),
                                fragment[0],
                                fragment[1].with(own))
                        .failure()
                        .orElseThrow(),
                Reason.OVER_LIMIT,
                before,
                "Fragment " + NUMBER_1,
                "Tags would take the fragment to " + (before + ownBytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1549A966, 0x1654AE6B, 0x1254C367})
    void refusesHeadersBeyondTheLimit(int id) throws IOException {
        assertOverLimit(
                concat(START, head(id, 8, 1989)),
                START.length,
                " takes 2001 bytes, the limit is 2000");
        assertOverLimit(concat(START, head(id, 8, 1L << 40)), START.length, "the limit is 2000");
        assertFailure(
                failureOf(concat(START, head(id, 8, 1988)), LIMITS),
                Reason.CUT_SHORT,
                START.length + 12,
                "The body ends within");
    }

    @Test
    void countsTheHeadersOfAFragmentTogether() throws IOException {
        Element tag = tags("a", "b".repeat(100));
        Element[] headers = {serviceTags("1"), tracks(videoTrack()), tag};
        int length = bytesOf(headers).length;
        ParserLimits limits = new ParserLimits(10_000, 5, length, 2, 3, 4);
        byte[] before = bytesOf(ebmlHeader(), segment(headers));

        for (Element more : new Element[] {info(1), tracks(), tag}) {
            assertFailure(
                    failureOf(concat(before, more.bytes()), limits),
                    Reason.OVER_LIMIT,
                    before.length,
                    "Fragment 1: ",
                    " would take the fragment's headers to "
                            + (length + more.bytes().length)
                            + " bytes, the limit is "
                            + length);
        }
        Element[] another = {cluster(), serviceTags("2"), tracks(videoTrack()), tag};
        assertThat(parse(limits, ebmlHeader(), segment(headers).with(another)).results())
                .hasSize(2);
    }

    @Test
    void refusesTooManyFrames() throws IOException {
        byte[] five = concat(CLUSTER_START, frames(5));
        assertThat(Bodies.parse(new ByteArrayInputStream(five), LIMITS).results())
                .singleElement()
                .satisfies(result -> assertThat(Bodies.fragment(result).frames()).hasSize(5));
        assertOverLimit(
                concat(CLUSTER_START, frames(6)),
                CLUSTER_START.length + frames(5).length,
                "The fragment has more frames than the limit, 5");
        byte[][] laced = new byte[6][0];
        assertOverLimit(
                concat(
                        CLUSTER_START,
                        bytesOf(simpleBlock(1, 0, XIPH_LACING, Matroska.xiphLace(laced)))),
                CLUSTER_START.length,
                "The fragment has more frames than the limit, 5");
    }

    private static byte[] frames(int count) {
        byte[] blocks = {};
        for (int i = 0; i < count; i++) {
            blocks = concat(blocks, bytesOf(simpleBlock(1, i, 0, (byte) i)));
        }
        return blocks;
    }

    @Test
    void refusesTooManyTracks() throws IOException {
        Element[] entries = {videoTrack(), track(2, 2, "A"), track(3, 2, "A"), track(3, 2, "A")};
        Element[] two = Arrays.copyOf(entries, 2);
        assertThat(parse(LIMITS, ebmlHeader(), segment(serviceTags("1"), tracks(two))).results())
                .singleElement()
                .satisfies(
                        result ->
                                assertThat(Bodies.fragment(result).metadata().tracks()).hasSize(2));

        for (int count = 3; count <= entries.length; count++) {
            assertOverLimit(
                    concat(START, bytesOf(tracks(Arrays.copyOf(entries, count)))),
                    START.length + 5,
                    "The fragment has more tracks than the limit, 2");
        }
    }

    @Test
    void refusesTooManyTags() throws IOException {
        Element three = tags("a", "1", "b", "2", "c", "3");
        assertThat(parse(LIMITS, ebmlHeader(), segment(serviceTags("1"), three)).failure())
                .isEmpty();
        byte[] before = bytesOf(ebmlHeader(), segment(serviceTags("1"), three));
        assertOverLimit(
                concat(before, bytesOf(tags("d", "4"))),
                before.length,
                "Fragment 1: The fragment has more tags than the limit, 3");
        Element uids = master(0x63C0, unsigned(0x63C5, 1), unsigned(0x63C5, 2));
        Element twoByTwo =
                master(
                        0x1254C367,
                        master(
                                0x7373,
                                uids,
                                Matroska.simpleTag("a", ""),
                                Matroska.simpleTag("b", "")));
        assertOverLimit(
                concat(START, bytesOf(twoByTwo)),
                START.length + 5,
                "The fragment has more tags than the limit, 3");
    }

    @Test
    void refusesElementsThatNestTooDeep() throws IOException {
        Element simpleTag = master(0x67C8, text(0x45A3, "n"));
        Element allowed = master(0x67C8, simpleTag);
        Element tooDeep = master(0x67C8, allowed);
        assertThat(
                        parse(
                                        LIMITS,
                                        ebmlHeader(),
                                        segment(
                                                serviceTags("1"),
                                                master(0x1254C367, master(0x7373, allowed))))
                                .failure())
                .isEmpty();
        byte[] body = concat(START, bytesOf(master(0x1254C367, master(0x7373, tooDeep))));
        assertOverLimit(body, body.length - 4, "Elements nest deeper than the limit, 4");
        Element encodings = master(0x6D80, master(0x6240, master(0x5034, unsigned(0x4254, 3))));
        byte[] tracks = concat(START, bytesOf(tracks(master(0xAE, encodings))));
        assertOverLimit(tracks, tracks.length - 4, "Elements nest deeper than the limit, 4");
    }

    @Test
    void doesNotRecurseIntoHostileNesting() throws IOException {
        Element element = text(0x45A3, "n");
        for (int i = 0; i < 1000; i++) {
            element = binary(0x67C8, element.bytes());
        }
        byte[] body = concat(START, bytesOf(master(0x1254C367, binary(0x7373, element.bytes()))));

        MalformedMediaException failure = failureOf(body);

        assertThat(failure.reason()).isEqualTo(Reason.OVER_LIMIT);
        assertThat(failure).hasMessageContaining("Elements nest deeper than the limit, 16");
    }

    @Test
    void doesNotAllocateWhatIsOnlyClaimed() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[][] bodies = {
            concat(CLUSTER_START, head(0xA3, 8, 1L << 40)),
            concat(CLUSTER_START, head(0xA3, 4, 65 << 20)),
            concat(CLUSTER_START, head(0xEC, 4, 60 << 20)),
            concat(START, head(0x1654AE6B, 8, 1L << 31)),
            concat(START, head(0x1254C367, 8, 1L << 31)),
            concat(CLUSTER_START, simpleBlock(1, 0, XIPH_LACING, payload(250, -1)).bytes())
        };
        for (byte[] body : bodies) {
            failureOf(body);
            long before = threads.getCurrentThreadAllocatedBytes();

            failureOf(body);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(500_000);
        }
    }
}
