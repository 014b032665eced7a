/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.resultsOf;
import static io.kvsarchive.media.Matroska.KEY_FRAME;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.NUMBER_2;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.knownSegment;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.InBandError;
import io.kvsarchive.media.FragmentResult.Whole;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the service says within the body about fragments that it can't deliver. */
class InBandErrorTest {

    private static final String PREFIX = "AWS_KINESISVIDEO_";
    private static final Element SHORT =
            tags(
                    PREFIX + "ERROR_CODE", "FRAGMENT_NOT_FOUND",
                    PREFIX + "ERROR_ID", "3000",
                    PREFIX + "FRAGMENT_NUMBER", NUMBER_1);
    private static final InBandError SHORT_ERROR =
            new InBandError(Optional.of(NUMBER_1), "FRAGMENT_NOT_FOUND", "error id 3000");
    private static final Element LONG =
            tags(
                    PREFIX + "FRAGMENT_NUMBER", NUMBER_1,
                    PREFIX + "SERVER_SIDE_TIMESTAMP", "1.000",
                    PREFIX + "EXCEPTION_ERROR_CODE", "4000",
                    PREFIX + "EXCEPTION_MESSAGE", "The fragment is gone");
    private static final InBandError LONG_ERROR =
            new InBandError(Optional.of(NUMBER_1), "4000", "The fragment is gone");
    private static final Element CLUSTER = cluster(simpleBlock(1, 0, KEY_FRAME, (byte) 1));
    private static final Element TRACKS = tracks(videoTrack());

    @Test
    void reportsBothSpellings() throws IOException {
        assertThat(resultsOf(ebmlHeader(), segment(SHORT))).containsExactly(SHORT_ERROR);
        assertThat(resultsOf(ebmlHeader(), knownSegment(SHORT))).containsExactly(SHORT_ERROR);
        assertThat(resultsOf(ebmlHeader(), segment(LONG))).containsExactly(LONG_ERROR);
        assertThat(resultsOf(ebmlHeader(), segment(TRACKS, tags("a", "b"), LONG, tags("c", "d"))))
                .containsExactly(LONG_ERROR);
    }

    @Test
    void goesOnAfterAnError() throws IOException {
        List<FragmentResult> results =
                resultsOf(
                        ebmlHeader(),
                        segment(SHORT),
                        ebmlHeader(),
                        segment(TRACKS, serviceTags(NUMBER_2), CLUSTER),
                        ebmlHeader(),
                        segment(LONG));

        assertThat(results).hasSize(3).startsWith(SHORT_ERROR).endsWith(LONG_ERROR);
        assertThat(((Whole) results.get(1)).fragment().metadata().fragmentNumber())
                .isEqualTo(NUMBER_2);
        assertThat(((Whole) results.get(1)).fragment().frames()).hasSize(1);
    }

    @Test
    void tellsTheErrorFromTheFragmentsAroundItInOneSegment() throws IOException {
        List<FragmentResult> results =
                resultsOf(
                        ebmlHeader(),
                        knownSegment(
                                TRACKS,
                                serviceTags("5"),
                                CLUSTER,
                                SHORT,
                                serviceTags("6"),
                                CLUSTER));

        assertThat(results).hasSize(3);
        assertThat(Bodies.fragment(results.get(0)).metadata().fragmentNumber()).isEqualTo("5");
        assertThat(results.get(1)).isEqualTo(SHORT_ERROR);
        assertThat(Bodies.fragment(results.get(2)).metadata().fragmentNumber()).isEqualTo("6");
        assertThat(Bodies.fragment(results.get(2)).frames()).hasSize(1);
    }

    @Test
    void doesNotDeliverWhatTheServiceSaysHasFailed() throws IOException {
        Element brokenCluster = cluster(simpleBlock(99, 0, 0, (byte) 1));
        assertThat(resultsOf(ebmlHeader(), segment(TRACKS, SHORT, CLUSTER, tags("a", "b"))))
                .containsExactly(SHORT_ERROR);
        assertThat(
                        resultsOf(
                                ebmlHeader(),
                                segment(
                                        TRACKS,
                                        SHORT,
                                        serviceTags(NUMBER_1),
                                        brokenCluster.withUnknownSize(1))))
                .containsExactly(SHORT_ERROR);
        assertThat(
                        resultsOf(
                                ebmlHeader(),
                                segment(
                                        TRACKS,
                                        serviceTags(NUMBER_1),
                                        tags(PREFIX + "ERROR_CODE", "X"),
                                        CLUSTER)))
                .containsExactly(new InBandError(Optional.of(NUMBER_1), "X", ""));
        assertThat(resultsOf(ebmlHeader(), segment(TRACKS, serviceTags(NUMBER_1), CLUSTER, SHORT)))
                .containsExactly(SHORT_ERROR);
    }

    @Test
    void reportsErrorsThatNameNoFragment() throws IOException {
        List<FragmentResult> results =
                resultsOf(
                        ebmlHeader(),
                        segment(
                                tags(PREFIX + "ERROR_ID", "5000"),
                                serviceTags(NUMBER_2),
                                TRACKS,
                                CLUSTER));

        assertThat(results.get(0))
                .isEqualTo(new InBandError(Optional.empty(), "5000", "error id 5000"));
        assertThat(Bodies.fragment(results.get(1)).frames()).hasSize(1);
        assertThat(resultsOf(ebmlHeader(), segment(tags(PREFIX + "EXCEPTION_MESSAGE", "Oops"))))
                .containsExactly(new InBandError(Optional.empty(), "", "Oops"));
    }
}
