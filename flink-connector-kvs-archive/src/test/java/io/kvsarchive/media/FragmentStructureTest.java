/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.fragmentOf;
import static io.kvsarchive.media.Bodies.fragmentsOf;
import static io.kvsarchive.media.Bodies.resultsOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Matroska.KEY_FRAME;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.NUMBER_2;
import static io.kvsarchive.media.Matroska.NUMBER_3;
import static io.kvsarchive.media.Matroska.closingTags;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.crc32;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.info;
import static io.kvsarchive.media.Matroska.knownSegment;
import static io.kvsarchive.media.Matroska.payload;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static io.kvsarchive.media.Matroska.voidElement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies are divided into fragments. */
class FragmentStructureTest {

    private static final Element FIRST_BLOCK = simpleBlock(1, 0, KEY_FRAME, payload(100, 1));
    private static final Element SECOND_BLOCK = simpleBlock(1, 33, 0, payload(20, 2));

    private enum Sizes {
        UNKNOWN {
            @Override
            Element apply(Element element, int sizeBytes) {
                return element.withUnknownSize(sizeBytes);
            }
        },
        KNOWN {
            @Override
            Element apply(Element element, int sizeBytes) {
                return element.withSizeBytes(sizeBytes);
            }
        };

        abstract Element apply(Element element, int sizeBytes);
    }

    @ParameterizedTest
    @EnumSource(Sizes.class)
    void readsSegmentsAndClustersOfKnownAndUnknownSize(Sizes segmentSizes) throws IOException {
        for (Sizes clusterSizes : Sizes.values()) {
            for (int sizeBytes = 2; sizeBytes <= 8; sizeBytes++) {
                int bytes = sizeBytes;
                List<Element> body = new ArrayList<>();
                for (String number : List.of(NUMBER_1, NUMBER_2)) {
                    Element cluster = clusterSizes.apply(cluster(FIRST_BLOCK, SECOND_BLOCK), bytes);
                    body.add(ebmlHeader());
                    body.add(
                            segmentSizes.apply(
                                    knownSegment(
                                            info(1_000_000),
                                            tracks(videoTrack()),
                                            serviceTags(number),
                                            cluster,
                                            tags("place", "gate")),
                                    bytes));
                }

                List<FragmentResult> results = resultsOf(body.toArray(new Element[0]));

                Class<?> last = segmentSizes == Sizes.KNOWN ? Whole.class : OpenEnded.class;
                assertThat(results).hasSize(2);
                assertThat(results.get(0)).isInstanceOf(Whole.class);
                assertThat(results.get(1)).isInstanceOf(last);
                assertFragment(Bodies.fragment(results.get(0)), NUMBER_1);
                assertFragment(Bodies.fragment(results.get(1)), NUMBER_2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsSizesOfEveryLengthInEveryElement(int sizeBytes) throws IOException {
        Element header = ebmlHeader().withAllSizeBytes(sizeBytes);
        Element known =
                knownSegment(
                                info(1_000_000),
                                tracks(videoTrack()),
                                serviceTags(NUMBER_1),
                                cluster(FIRST_BLOCK, SECOND_BLOCK),
                                tags("place", "gate"))
                        .withAllSizeBytes(sizeBytes);

        assertFragment(fragmentOf(header, known), NUMBER_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void takesAllOnesOfEveryLengthForAnUnknownSize(int sizeBytes) throws IOException {
        Fragment fragment =
                fragmentOf(
                        ebmlHeader(),
                        segment(
                                        tracks(videoTrack()),
                                        serviceTags(NUMBER_1),
                                        cluster(FIRST_BLOCK, SECOND_BLOCK)
                                                .withUnknownSize(sizeBytes),
                                        tags("place", "gate"))
                                .withUnknownSize(sizeBytes));

        assertFragment(fragment, NUMBER_1);
    }

    private static void assertFragment(Fragment fragment, String number) {
        assertThat(fragment.metadata().fragmentNumber()).isEqualTo(number);
        assertThat(fragment.metadata().fragmentTags()).containsOnly(Map.entry("place", "gate"));
        Track track = fragment.metadata().tracks().get(0);
        Instant start = Instant.parse("2017-11-28T06:55:08.513Z");
        assertThat(fragment.frames())
                .containsExactly(
                        new Frame(0, track, start, true, payload(100, 1)),
                        new Frame(1, track, start.plusMillis(33), false, payload(20, 2)));
    }

    @Test
    void readsSeveralClustersOfOneSegment() throws IOException {
        Element[] children = {
            info(1_000_000),
            tracks(videoTrack()),
            tags("before", "1"),
            serviceTags(NUMBER_1, "1.000", "2.000"),
            cluster(FIRST_BLOCK),
            tags("after", "1"),
            voidElement(3),
            serviceTags(NUMBER_2, "3.000", "4.000"),
            cluster(SECOND_BLOCK).withUnknownSize(1),
            tags("after", "2"),
            serviceTags(NUMBER_3, "5.000", "6.000"),
            cluster(FIRST_BLOCK, SECOND_BLOCK)
        };
        for (Element segment : List.of(segment(children), knownSegment(children))) {
            List<Fragment> fragments = fragmentsOf(ebmlHeader(), segment);

            assertThat(fragments)
                    .extracting(fragment -> fragment.metadata().fragmentNumber())
                    .containsExactly(NUMBER_1, NUMBER_2, NUMBER_3);
            assertThat(fragments)
                    .extracting(fragment -> fragment.metadata().fragmentTags().toString())
                    .containsExactly("{before=1, after=1}", "{after=2}", "{}");
            assertThat(fragments.get(1).metadata().serverTimestamp())
                    .isEqualTo(Instant.ofEpochSecond(3));
            Track track = fragments.get(0).metadata().tracks().get(0);
            assertThat(fragments.get(1).frames())
                    .containsExactly(
                            new Frame(
                                    0,
                                    track,
                                    Instant.ofEpochSecond(4, 33_000_000),
                                    false,
                                    payload(20, 2)));
            assertThat(fragments.get(2).frames()).extracting(Frame::index).containsExactly(0, 1);
        }
    }

    @Test
    void endsAFragmentWhereGetMediaClosesIt() throws IOException {
        List<FragmentResult> results =
                resultsOf(
                        ebmlHeader(),
                        segment(
                                tracks(videoTrack()),
                                tags("encoder", "x"),
                                serviceTags(NUMBER_1),
                                cluster(FIRST_BLOCK),
                                tags("late", "1"),
                                closingTags(NUMBER_1),
                                tags("encoder", "x"),
                                serviceTags(NUMBER_2),
                                cluster(SECOND_BLOCK),
                                closingTags(NUMBER_2),
                                tags("encoder", "x")));

        assertThat(results).hasOnlyElementsOfType(Whole.class).hasSize(2);
        assertThat(Bodies.fragment(results.get(0)).metadata().tags())
                .containsExactly(new Tag("encoder", "x", 0), new Tag("late", "1", 0));
        assertThat(Bodies.fragment(results.get(1)).metadata().tags())
                .containsExactly(new Tag("encoder", "x", 0));
    }

    @Test
    void countsTheBytesOfEachFragment() throws IOException {
        Element[] first = {
            ebmlHeader(),
            segment(
                    tracks(videoTrack()),
                    serviceTags(NUMBER_1),
                    cluster(FIRST_BLOCK),
                    tags("a", "b"))
        };
        Element[] second = {
            ebmlHeader(),
            segment(tracks(videoTrack()), serviceTags(NUMBER_2), cluster(SECOND_BLOCK))
        };
        Element[] third = {serviceTags(NUMBER_3), cluster(FIRST_BLOCK)};

        assertThat(fragmentsOf(first[0], first[1], second[0], second[1], third[0], third[1]))
                .extracting(Fragment::bytesRead)
                .containsExactly(
                        (long) bytesOf(first).length,
                        (long) bytesOf(second).length,
                        (long) bytesOf(third).length);
    }

    @Test
    void passesOverWhatItDoesNotKnowAnywhere() throws IOException {
        Element unknown = binary(0x4FFB, payload(9, 3));
        Element unknownMaster = master(0x1ABCDEF0, binary(0x81, (byte) 1), unknown);
        Element cues = master(0x1C53BB6B, master(0xBB, binary(0xB3, (byte) 0)));
        Element seekHead = master(0x114D9B74, binary(0x4DBB, payload(5, 1)));
        Element chapters = master(0x1043A770, voidElement(4));
        Element attachments = master(0x1941A469, voidElement(4));
        Element[] oddities = {voidElement(0), crc32(), unknown, unknownMaster, voidElement(300)};
        Element group =
                master(0xA0)
                        .with(oddities)
                        .with(binary(0xA1, Matroska.block(1, 33, 0, payload(20, 2))))
                        .with(oddities)
                        .with(binary(0xFB, (byte) 1));
        Element cluster =
                cluster(oddities)
                        .with(FIRST_BLOCK)
                        .with(oddities)
                        .with(group)
                        .with(binary(0xA7, (byte) 9), binary(0xAB), binary(0xAF, payload(7, 7)));
        Element tags =
                master(0x1254C367, oddities)
                        .with(
                                master(0x7373, oddities)
                                        .with(
                                                master(0x63C0, oddities),
                                                Matroska.simpleTag("place", "gate")
                                                        .with(oddities)));
        Element segment =
                segment(oddities)
                        .with(seekHead, info(1_000_000).with(oddities))
                        .with(tracks(videoTrack().with(oddities)).with(oddities))
                        .with(chapters, attachments, serviceTags(NUMBER_1))
                        .with(oddities)
                        .with(cluster, cues)
                        .with(oddities)
                        .with(tags)
                        .with(oddities);

        assertFragment(fragmentOf(ebmlHeader(), voidElement(2), crc32(), segment), NUMBER_1);
        assertFragment(
                fragmentOf(ebmlHeader().with(oddities), segment.with(cues, ebmlHeader())),
                NUMBER_1);
        assertThat(
                        fragmentsOf(
                                ebmlHeader(),
                                segment.withSizeBytes(0),
                                ebmlHeader(),
                                segment.withSizeBytes(0)))
                .hasSize(2)
                .allSatisfy(fragment -> assertFragment(fragment, NUMBER_1));
    }

    @Test
    void passesOverVoidAndUnknownElementsAroundSegments() throws IOException {
        Element document =
                knownSegment(tracks(videoTrack()), serviceTags(NUMBER_1), cluster(FIRST_BLOCK));

        Element unknown = binary(0x4FFC, payload(30, 1));

        assertThat(
                        resultsOf(
                                ebmlHeader(),
                                unknown,
                                document,
                                voidElement(7),
                                unknown,
                                ebmlHeader(),
                                document,
                                voidElement(2)))
                .hasSize(2)
                .hasOnlyElementsOfType(Whole.class);
    }

    @Test
    void readsFragmentsWithoutFrames() throws IOException {
        List<FragmentResult> results =
                resultsOf(
                        ebmlHeader(),
                        segment(tracks(videoTrack()), serviceTags(NUMBER_1)),
                        ebmlHeader(),
                        segment(
                                tracks(videoTrack()),
                                serviceTags(NUMBER_2),
                                cluster(),
                                tags("a", "b"),
                                serviceTags(NUMBER_3)));

        assertThat(results)
                .extracting(result -> (Object) result.getClass())
                .containsExactly(Whole.class, Whole.class, OpenEnded.class);
        assertThat(results)
                .extracting(result -> Bodies.fragment(result).metadata().fragmentNumber())
                .containsExactly(NUMBER_1, NUMBER_2, NUMBER_3);
        assertThat(results)
                .allSatisfy(
                        result -> {
                            assertThat(Bodies.fragment(result).frames()).isEmpty();
                            assertThat(Bodies.fragment(result).metadata().tracks()).hasSize(1);
                        });
    }

    @Test
    void takesANewNumberForTheNextFragmentEvenWithoutAClusterBetween() throws IOException {
        assertThat(
                        fragmentsOf(
                                ebmlHeader(),
                                segment(
                                        tracks(videoTrack()),
                                        serviceTags(NUMBER_1, "1.0", "2.0"),
                                        serviceTags(NUMBER_2, "3.0", "4.0"),
                                        cluster(FIRST_BLOCK))))
                .extracting(
                        fragment -> fragment.metadata().fragmentNumber() + fragment.frames().size())
                .containsExactly(NUMBER_1 + "0", NUMBER_2 + "1");
    }

    @Test
    void letsTimestampsBeginTheNextFragmentBeforeItsNumber() throws IOException {
        Element timestamps =
                tags(
                        "AWS_KINESISVIDEO_SERVER_TIMESTAMP", "3.0",
                        "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "4.0");
        List<Fragment> fragments =
                fragmentsOf(
                        ebmlHeader(),
                        segment(
                                tracks(videoTrack()),
                                serviceTags(NUMBER_1, "1.0", "2.0"),
                                cluster(FIRST_BLOCK),
                                timestamps,
                                tags("AWS_KINESISVIDEO_FRAGMENT_NUMBER", NUMBER_2),
                                cluster(SECOND_BLOCK)));

        assertThat(fragments)
                .extracting(
                        fragment -> fragment.metadata().fragmentNumber(),
                        fragment -> fragment.metadata().producerTimestamp())
                .containsExactly(
                        tuple(NUMBER_1, Instant.ofEpochSecond(2)),
                        tuple(NUMBER_2, Instant.ofEpochSecond(4)));
    }

    @Test
    void findsNothingInAnEmptyBodyOrABareHeader() throws IOException {
        assertThat(resultsOf()).isEmpty();
        assertThat(resultsOf(ebmlHeader())).isEmpty();
        assertThat(resultsOf(ebmlHeader(), segment(info(1), tracks(videoTrack())))).isEmpty();
        assertThat(resultsOf(ebmlHeader(), knownSegment(info(1), tags("a", "b")))).isEmpty();
        assertThat(
                        fragmentOf(
                                        ebmlHeader(),
                                        segment(tags("not", "its")),
                                        ebmlHeader(),
                                        segment(serviceTags(NUMBER_1)))
                                .metadata()
                                .tags())
                .isEmpty();
    }

    @Test
    void forgetsTracksAndScaleWhereASegmentEnds() throws IOException {
        List<Fragment> fragments =
                fragmentsOf(
                        ebmlHeader(),
                        segment(
                                info(1),
                                tracks(videoTrack()),
                                serviceTags(NUMBER_1),
                                cluster(SECOND_BLOCK)),
                        segment(serviceTags(NUMBER_2), cluster()),
                        ebmlHeader(),
                        segment(
                                tracks(videoTrack()),
                                serviceTags(NUMBER_3),
                                cluster(SECOND_BLOCK)));

        assertThat(fragments.get(1).metadata().tracks()).isEmpty();
        Instant start = Instant.parse("2017-11-28T06:55:08.513Z");
        assertThat(fragments.get(0).frames().get(0).timestamp()).isEqualTo(start.plusNanos(33));
        assertThat(fragments.get(2).frames().get(0).timestamp()).isEqualTo(start.plusMillis(33));
    }

    @Test
    void appliesNewTracksAndScaleFromTheNextFragmentOn() throws IOException {
        List<Fragment> fragments =
                fragmentsOf(
                        ebmlHeader(),
                        segment(
                                info(1_000_000),
                                tracks(videoTrack()),
                                serviceTags(NUMBER_1),
                                cluster(SECOND_BLOCK),
                                info(1_000),
                                tracks(Matroska.track(1, 17, "S_TEXT/UTF8")),
                                tags("of", "first"),
                                serviceTags(NUMBER_2),
                                cluster(SECOND_BLOCK)));

        Instant start = Instant.parse("2017-11-28T06:55:08.513Z");
        assertThat(fragments.get(0).frames().get(0).timestamp()).isEqualTo(start.plusMillis(33));
        assertThat(fragments.get(0).metadata().tracks().get(0).type()).isEqualTo(TrackType.VIDEO);
        assertThat(fragments.get(0).metadata().fragmentTags()).containsKey("of");
        assertThat(fragments.get(1).frames().get(0).timestamp()).isEqualTo(start.plusNanos(33_000));
        assertThat(fragments.get(1).metadata().tracks().get(0).type())
                .isEqualTo(TrackType.SUBTITLE);
        assertThat(fragments.get(1).frames().get(0).track())
                .isEqualTo(fragments.get(1).metadata().tracks().get(0));
    }

    @Test
    void letsErrorsOfTheStreamThroughUntouched() {
        IOException broken = new IOException("Connection reset");
        byte[] start = bytesOf(ebmlHeader(), segment(tracks(videoTrack()), serviceTags(NUMBER_1)));
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw broken;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw broken;
                    }
                };
        FragmentParser parser =
                new FragmentParser(
                        new SequenceInputStream(new ByteArrayInputStream(start), failing),
                        ParserLimits.DEFAULT);

        assertThatThrownBy(parser::next).isSameAs(broken);
        assertThatThrownBy(parser::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("could not be read");
    }

    @Test
    void keepsSayingThatTheBodyHasEnded() throws IOException {
        FragmentParser parser =
                new FragmentParser(
                        new ByteArrayInputStream(
                                bytesOf(ebmlHeader(), segment(serviceTags(NUMBER_1)))),
                        ParserLimits.DEFAULT);

        assertThat(parser.next()).isPresent();
        assertThat(parser.next()).isEmpty();
        assertThat(parser.next()).isEmpty();
    }
}
