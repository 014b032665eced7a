/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Element.head;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.NUMBER_2;
import static io.kvsarchive.media.Matroska.NUMBER_3;
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
import static io.kvsarchive.media.Matroska.track;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static io.kvsarchive.media.Matroska.voidElement;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.InBandError;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fragment is a Matroska document of its own, whatever it shares with others in the body. */
class DocumentTest {

    private static final Element TRACKS = tracks(videoTrack());
    private static final Element INFO = info(1_000_000);

    @TempDir private Path directory;

    private static Element clusterOf(int seed) {
        return cluster(
                simpleBlock(1, 0, Matroska.KEY_FRAME, payload(150, seed)),
                simpleBlock(1, 33, 0, payload(70, seed + 1)));
    }

    private static Bodies parse(byte[] body) throws IOException {
        Bodies parsed = Bodies.parseWithDocuments(new ByteArrayInputStream(body));
        assertThat(parsed.failure()).isEmpty();
        return parsed;
    }

    private static List<Fragment> fragmentsOf(byte[] body) throws IOException {
        return parse(body).results().stream()
                .filter(result -> !(result instanceof InBandError))
                .map(Bodies::fragment)
                .toList();
    }

    private static List<byte[]> documentsOf(Element... body) throws IOException {
        return fragmentsOf(bytesOf(body)).stream().map(Fragment::document).toList();
    }

    private static void assertDocuments(List<byte[]> documents, Element[]... expected) {
        assertThat(documents)
                .containsExactly(
                        Arrays.stream(expected).map(Element::bytesOf).toArray(byte[][]::new));
    }

    @Test
    void makesNoneUnlessToldTo() throws IOException {
        assertThat(Bodies.fragmentOf(ebmlHeader(), segment(TRACKS, serviceTags(NUMBER_1))))
                .satisfies(fragment -> assertThat(fragment.document()).isEmpty());
    }

    @Test
    void isTheBytesAsTheyCameWhereAFragmentSharesNothing() throws IOException {
        byte[] body = SampleBodies.unknownSizes();

        List<Fragment> fragments = fragmentsOf(body);

        assertThat(fragments).hasSize(3);
        assertThat(concat(fragments.stream().map(Fragment::document).toArray(byte[][]::new)))
                .isEqualTo(body);
        assertThat(fragments)
                .allSatisfy(
                        fragment ->
                                assertThat(fragment.document())
                                        .hasSize((int) fragment.bytesRead())
                                        .startsWith(0x1A, 0x45, 0xDF, 0xA3));
    }

    @Test
    void isTheBytesAsTheyCameWhereASegmentOfKnownSizeHoldsOneFragment() throws IOException {
        Element[] first = {
            ebmlHeader(), knownSegment(INFO, TRACKS, serviceTags(NUMBER_1), clusterOf(1))
        };
        Element[] second = {
            ebmlHeader().withSizeBytes(8),
            voidElement(3),
            knownSegment(TRACKS, serviceTags(NUMBER_2), clusterOf(2)).withSizeBytes(8)
        };

        assertDocuments(
                documentsOf(first[0], first[1], voidElement(5), second[0], second[1], second[2]),
                first,
                second);
    }

    @Test
    void repeatsTheHeadersOfASegmentThatFragmentsShare() throws IOException {
        Element before = voidElement(7);
        Element lastTags = tags("b", "2");

        assertDocuments(
                documentsOf(
                        ebmlHeader(),
                        segment(
                                before,
                                INFO,
                                TRACKS,
                                serviceTags(NUMBER_1),
                                clusterOf(1),
                                tags("a", "1"),
                                serviceTags(NUMBER_2),
                                clusterOf(2).withUnknownSize(1),
                                lastTags,
                                serviceTags(NUMBER_3),
                                crc32(),
                                clusterOf(3))),
                new Element[] {
                    ebmlHeader(),
                    segment(
                            before,
                            INFO,
                            TRACKS,
                            serviceTags(NUMBER_1),
                            clusterOf(1),
                            tags("a", "1"))
                },
                new Element[] {
                    ebmlHeader(),
                    segment(
                            INFO,
                            TRACKS,
                            serviceTags(NUMBER_2),
                            clusterOf(2).withUnknownSize(1),
                            lastTags)
                },
                new Element[] {
                    ebmlHeader(),
                    segment(INFO, TRACKS, serviceTags(NUMBER_3), crc32(), clusterOf(3))
                });
    }

    /** The size would claim what is not in the document. */
    @Test
    void claimsNoSizeOfASegmentThatFragmentsShare() throws IOException {
        assertDocuments(
                documentsOf(
                        ebmlHeader(),
                        knownSegment(
                                TRACKS,
                                INFO,
                                serviceTags(NUMBER_1),
                                clusterOf(1),
                                serviceTags(NUMBER_2),
                                clusterOf(2))),
                new Element[] {
                    ebmlHeader(), segment(TRACKS, INFO, serviceTags(NUMBER_1), clusterOf(1))
                },
                new Element[] {
                    ebmlHeader(), segment(INFO, TRACKS, serviceTags(NUMBER_2), clusterOf(2))
                });
    }

    @Test
    void borrowsTheHeaderOfASegmentWithoutOne() throws IOException {
        Element[] first = {ebmlHeader(), segment(INFO, TRACKS, serviceTags(NUMBER_1))};
        Element second = segment(TRACKS, serviceTags(NUMBER_2), clusterOf(2));

        assertDocuments(
                documentsOf(first[0], first[1], second),
                first,
                new Element[] {ebmlHeader(), second});
    }

    @Test
    void repeatsNoHeaderThatAFragmentBringsAnew() throws IOException {
        Element newTracks = tracks(videoTrack(), track(2, 2, "A_AAC"));
        Element newInfo = info(1000);

        assertDocuments(
                documentsOf(
                        ebmlHeader(),
                        segment(
                                INFO,
                                TRACKS,
                                serviceTags(NUMBER_1),
                                clusterOf(1),
                                serviceTags(NUMBER_2),
                                newTracks,
                                clusterOf(2),
                                newInfo,
                                serviceTags(NUMBER_3),
                                clusterOf(3))),
                new Element[] {
                    ebmlHeader(), segment(INFO, TRACKS, serviceTags(NUMBER_1), clusterOf(1))
                },
                // The new Info comes too late for this fragment, but stands in its bytes.
                new Element[] {
                    ebmlHeader(),
                    segment(INFO, serviceTags(NUMBER_2), newTracks, clusterOf(2), newInfo)
                },
                new Element[] {
                    ebmlHeader(), segment(newInfo, newTracks, serviceTags(NUMBER_3), clusterOf(3))
                });
    }

    @Test
    void holdsFramesThatAreNotKept() throws IOException {
        byte[] body = bytesOf(SampleBodies.fragment(NUMBER_1, payload(100, 1)));

        Optional<FragmentResult> result =
                FragmentParser.keepingDocuments(
                                new ByteArrayInputStream(body),
                                ParserLimits.DEFAULT,
                                new FrameFilter(Set.of("none"), false))
                        .next();

        Fragment fragment = Bodies.fragment(result.orElseThrow());
        assertThat(fragment.frames()).isEmpty();
        assertThat(fragment.document()).isEqualTo(body);
        assertThat(fragment.heldBytes()).isEqualTo(2L * body.length);
    }

    static List<byte[]> bodies() throws IOException {
        List<byte[]> bodies = new ArrayList<>(SampleBodies.all());
        bodies.add(SampleBodies.large());
        bodies.addAll(RecordedBodies.documents());
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void isTheFragmentThatItIsOf(byte[] body) throws IOException {
        parse(body).assertDocumentsOf(Bodies.parse(body));
    }

    /** The library fails at the names of the service's tags that only its documentation tells. */
    static List<byte[]> bodiesForTheParserLibrary() throws IOException {
        List<byte[]> bodies = new ArrayList<>(RecordedBodies.documents());
        bodies.add(SampleBodies.unknownSizes());
        bodies.add(SampleBodies.knownSizes());
        bodies.add(SampleBodies.severalClusters());
        bodies.add(SampleBodies.getMedia());
        bodies.add(SampleBodies.errors());
        bodies.add(SampleBodies.large());
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("bodiesForTheParserLibrary")
    void showsTheParserLibraryTheFramesThatItFindsInTheBody(byte[] body) throws Exception {
        List<FramesOfLibrary.Seen> seen = new ArrayList<>();
        for (Fragment fragment : fragmentsOf(body)) {
            List<FramesOfLibrary.Seen> ofFragment = FramesOfLibrary.in(fragment.document());
            assertThat(ofFragment)
                    .extracting(FramesOfLibrary.Seen::fragmentNumber)
                    .allMatch(fragment.metadata().fragmentNumber()::equals);
            seen.addAll(ofFragment);
        }

        assertThat(seen)
                .extracting(FramesOfLibrary.Seen::frame)
                .isEqualTo(
                        FramesOfLibrary.in(body).stream()
                                .map(FramesOfLibrary.Seen::frame)
                                .toList());
    }

    @Test
    void showsTheParserLibraryEachFrameOfASharedSegment() throws Exception {
        List<Fragment> fragments =
                fragmentsOf(
                        bytesOf(
                                ebmlHeader(),
                                segment(
                                        INFO,
                                        TRACKS,
                                        serviceTags(NUMBER_1),
                                        clusterOf(1),
                                        serviceTags(NUMBER_2),
                                        clusterOf(2))));

        assertThat(fragments).hasSize(2);
        for (Fragment fragment : fragments) {
            assertThat(FramesOfLibrary.in(fragment.document()))
                    .isEqualTo(FramesOfLibrary.expected(fragment));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output_get_media.mkv",
                "output_get_media_sparse_fragments_merged.mkv",
                "test_mixed_tags.mkv",
                "empty-mkv-with-tags.mkv"
            })
    void opensInFfmpegAsRecorded(String name) throws Exception {
        byte[] body = RecordedBodies.read(name);

        List<Fragment> fragments = fragmentsOf(body);

        parse(body).assertDocumentsOf(Bodies.parse(body));
        List<byte[]> documents = fragments.stream().map(Fragment::document).toList();
        if (RecordedBodies.documents(body).size() == fragments.size()) {
            assertThat(documents).containsExactlyElementsOf(RecordedBodies.documents(body));
        }
        for (Fragment fragment : fragments) {
            assertThat(FramesOfLibrary.in(fragment.document()))
                    .isEqualTo(FramesOfLibrary.expected(fragment));
            assertOpensInFfmpeg(fragment);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensInFfmpegWhereFragmentsShareASegment(boolean isSizeKnown) throws Exception {
        Element[] children = {
            INFO,
            tracks(track(1, 1, "V_MJPEG", master(0xE0, unsigned(0xB0, 64), unsigned(0xBA, 36)))),
            serviceTags(NUMBER_1),
            clusterOf(1),
            serviceTags(NUMBER_2),
            clusterOf(2),
            serviceTags(NUMBER_3),
            clusterOf(3)
        };

        List<Fragment> fragments =
                fragmentsOf(
                        bytesOf(
                                ebmlHeader(),
                                isSizeKnown ? knownSegment(children) : segment(children)));

        assertThat(fragments).hasSize(3);
        for (Fragment fragment : fragments) {
            assertOpensInFfmpeg(fragment);
        }
    }

    /** To ffprobe each packet of some codecs is a key frame. */
    private void assertOpensInFfmpeg(Fragment fragment) throws Exception {
        assertThat(Ffprobe.packets(fragment.document(), directory))
                .extracting(packet -> packet.substring(0, packet.indexOf(',')))
                .isEqualTo(
                        fragment.frames().stream()
                                .map(frame -> Integer.toString(frame.payload().length))
                                .toList());
    }

    /** EBML headers are repeated, so they are no larger than other headers. */
    @Test
    void refusesAnEbmlHeaderBeyondTheLimitOfHeaders() throws IOException {
        ParserLimits limits = new ParserLimits(10_000, 5, 2_000, 2, 3, 4);
        byte[] content = payload(1_988, 1);

        Bodies.assertFailure(
                Bodies.failureOf(head(0x1A45DFA3, 8, 1_989), limits),
                Reason.OVER_LIMIT,
                0,
                "EBML takes 2001 bytes, the limit is 2000");
        assertThat(
                        Bodies.parse(
                                        new ByteArrayInputStream(
                                                concat(head(0x1A45DFA3, 8, 1_988), content)),
                                        limits)
                                .failure())
                .isEmpty();
    }
}
