/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Matroska.EBML_LACING;
import static io.kvsarchive.media.Matroska.KEY_FRAME;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.NUMBER_2;
import static io.kvsarchive.media.Matroska.NUMBER_3;
import static io.kvsarchive.media.Matroska.XIPH_LACING;
import static io.kvsarchive.media.Matroska.block;
import static io.kvsarchive.media.Matroska.blockGroup;
import static io.kvsarchive.media.Matroska.closingTags;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.crc32;
import static io.kvsarchive.media.Matroska.defaultDuration;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.ebmlLace;
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
import static io.kvsarchive.media.Matroska.xiphLace;

import java.util.List;

/** Small bodies of every shape, for tests that try each byte of them. */
final class SampleBodies {

    private static final Element TRACKS =
            tracks(videoTrack(), track(2, 2, "A_AAC", defaultDuration(21_333_333)));

    private static final Element ERROR =
            tags(
                    "AWS_KINESISVIDEO_ERROR_CODE", "FRAGMENT_NOT_FOUND",
                    "AWS_KINESISVIDEO_ERROR_ID", "3000",
                    "AWS_KINESISVIDEO_FRAGMENT_NUMBER", NUMBER_1);

    private SampleBodies() {}

    private static Element variedCluster(int seed) {
        return cluster(
                simpleBlock(1, 0, KEY_FRAME, payload(150, seed)),
                simpleBlock(
                        2, 5, XIPH_LACING, xiphLace(payload(9, 1), payload(0, 2), payload(3, 3))),
                blockGroup(
                        binary(
                                0xA1,
                                block(
                                        2,
                                        -3,
                                        EBML_LACING,
                                        ebmlLace(payload(40, seed), payload(7, 4)))),
                        binary(0xFB, (byte) 1)),
                voidElement(2),
                simpleBlock(1, 33, 0));
    }

    /** One fragment of the only track, with one key frame for each payload. */
    static Element[] fragment(String number, byte[]... payloads) {
        Element cluster = cluster();
        for (byte[] payload : payloads) {
            cluster = cluster.with(simpleBlock(1, 0, KEY_FRAME, payload));
        }
        return new Element[] {
            ebmlHeader(), segment(tracks(videoTrack()), serviceTags(number), cluster)
        };
    }

    static byte[] unknownSizes() {
        Element cluster = variedCluster(1).withUnknownSize(8);
        return bytesOf(
                ebmlHeader(),
                segment(info(1_000_000), TRACKS, serviceTags(NUMBER_1), cluster, tags("a", "1")),
                ebmlHeader(),
                segment(tags("b", "2"), serviceTags(NUMBER_2), TRACKS, cluster),
                ebmlHeader(),
                segment(TRACKS, serviceTags(NUMBER_3), cluster, tags("c", "3"), tags("d", "4")));
    }

    static byte[] knownSizes() {
        return bytesOf(
                ebmlHeader(),
                knownSegment(
                        info(100), TRACKS, serviceTags(NUMBER_1), variedCluster(2), tags("a", "1")),
                voidElement(5),
                ebmlHeader().withSizeBytes(8),
                knownSegment(TRACKS, serviceTags(NUMBER_2), variedCluster(3).withUnknownSize(2))
                        .withSizeBytes(8));
    }

    static byte[] severalClusters() {
        return bytesOf(
                ebmlHeader(),
                segment(
                        info(1_000_000),
                        TRACKS,
                        serviceTags(NUMBER_1),
                        variedCluster(4),
                        tags("a", "1"),
                        serviceTags(NUMBER_2),
                        variedCluster(5).withUnknownSize(1),
                        tags("b", "2"),
                        serviceTags(NUMBER_3),
                        variedCluster(6)));
    }

    static byte[] getMedia() {
        return bytesOf(
                ebmlHeader(),
                segment(
                        TRACKS,
                        tags("a", "1"),
                        serviceTags(NUMBER_1),
                        variedCluster(7),
                        closingTags(NUMBER_1),
                        tags("b", "2"),
                        serviceTags(NUMBER_2),
                        variedCluster(8),
                        crc32(),
                        closingTags(NUMBER_2)));
    }

    static byte[] errors() {
        return bytesOf(
                ebmlHeader(),
                segment(ERROR),
                ebmlHeader(),
                knownSegment(TRACKS, serviceTags(NUMBER_2), variedCluster(9)),
                ebmlHeader(),
                segment(TRACKS, serviceTags(NUMBER_3)),
                ebmlHeader(),
                segment(ERROR));
    }

    /** The service's tags in an element each, before two Clusters of one Segment. */
    static byte[] separateTags() {
        Element[] tags = {
            tags("AWS_KINESISVIDEO_FRAGMENT_NUMBER", NUMBER_1),
            tags("AWS_KINESISVIDEO_SERVER_TIMESTAMP", "1.000"),
            tags("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "2.000"),
            variedCluster(10),
            tags("AWS_KINESISVIDEO_FRAGMENT_NUMBER", NUMBER_2),
            tags("AWS_KINESISVIDEO_PRODUCER_SIDE_TIMESTAMP", "3.000"),
            tags("AWS_KINESISVIDEO_SERVER_SIDE_TIMESTAMP", "4.000"),
            variedCluster(11)
        };
        return bytesOf(ebmlHeader(), segment(TRACKS).with(tags));
    }

    /** All of the above in one body. */
    static byte[] varied() {
        return concat(
                unknownSizes(),
                knownSizes(),
                severalClusters(),
                getMedia(),
                errors(),
                separateTags());
    }

    static List<byte[]> all() {
        return List.of(
                varied(),
                unknownSizes(),
                knownSizes(),
                severalClusters(),
                getMedia(),
                errors(),
                separateTags());
    }

    /** Fragments with frames around and beyond the size of the parser's buffer. */
    static byte[] large() {
        return concat(
                bytesOf(fragment(NUMBER_1, payload(65_000, 1), payload(1, 2), payload(600, 3))),
                bytesOf(fragment(NUMBER_2, payload(200_000, 4), payload(65_536, 5))),
                bytesOf(fragment(NUMBER_3, payload(131_072, 6), payload(65_535, 7))));
    }
}
