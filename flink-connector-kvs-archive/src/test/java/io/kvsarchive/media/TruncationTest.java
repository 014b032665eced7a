/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.knownSegment;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static io.kvsarchive.media.Matroska.voidElement;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a body is cut, what is handed out as whole is whole. */
class TruncationTest {

    @ParameterizedTest
    @MethodSource("io.kvsarchive.media.SampleBodies#all")
    void neverTakesACutFragmentForAWholeOne(byte[] body) throws IOException {
        Bodies truth = Bodies.parse(body);
        assertThat(truth.failure()).isEmpty();
        for (int length = 0; length < body.length; length++) {
            Bodies cut = Bodies.parse(Arrays.copyOf(body, length));

            cut.assertCutOf(truth, length);
            assertThat(cut.results()).hasSizeLessThanOrEqualTo(truth.results().size());
        }
    }

    @Test
    void handsOutAFragmentAsSoonAsTheNextDocumentBegins() throws IOException {
        byte[] body = SampleBodies.unknownSizes();
        List<FragmentResult> truth = Bodies.parse(body).results();
        int end = 0;
        for (int i = 0; i < truth.size() - 1; i++) {
            end += (int) Bodies.fragment(truth.get(i)).bytesRead();

            assertThat(Bodies.parse(Arrays.copyOf(body, end)).results().get(i))
                    .isEqualTo(new OpenEnded(Bodies.fragment(truth.get(i))));
            Bodies cut = Bodies.parse(Arrays.copyOf(body, end + 4));
            assertThat(cut.results()).isEqualTo(truth.subList(0, i + 1));
            assertThat(cut.failure()).isPresent();
        }
    }

    @Test
    void callsABodyCutThatEndsWithinAnElementOfKnownSize() throws IOException {
        Element block = simpleBlock(1, 0, 0, (byte) 1);
        Element[] before = {tracks(videoTrack()), serviceTags(NUMBER_1)};
        byte[] inCluster =
                bytesOf(ebmlHeader(), segment(before).with(cluster(block, block), voidElement(3)));
        byte[] inSegment = bytesOf(ebmlHeader(), knownSegment(before).with(cluster(block, block)));
        int blockBytes = block.bytes().length;
        int voidBytes = voidElement(3).bytes().length;

        assertCut(inCluster, inCluster.length - voidBytes - blockBytes, "within Cluster");
        assertCut(inSegment, inSegment.length - blockBytes, "within Cluster");
        assertCut(
                inSegment,
                inSegment.length - cluster(block, block).bytes().length,
                "within Segment");
        assertCut(inSegment, inSegment.length - 1, "within SimpleBlock");
        Bodies afterCluster = Bodies.parse(Arrays.copyOf(inCluster, inCluster.length - voidBytes));
        assertThat(afterCluster.failure()).isEmpty();
        assertThat(afterCluster.results())
                .singleElement()
                .isInstanceOf(OpenEnded.class)
                .satisfies(result -> assertThat(Bodies.fragment(result).frames()).hasSize(2));
    }

    @Test
    void callsABodyCutThatEndsBetweenTheServicesTags() throws IOException {
        byte[] number =
                bytesOf(ebmlHeader(), segment(tags("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "8")));

        assertCut(number, number.length, "Fragment 8: The body ends before", "producer timestamp");
    }

    private static void assertCut(byte[] body, int length, String... parts) throws IOException {
        Bodies cut = Bodies.parse(Arrays.copyOf(body, length));

        assertThat(cut.results()).isEmpty();
        Bodies.assertFailure(cut.failure().orElseThrow(), Reason.CUT_SHORT, length, parts);
    }
}
