/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Bodies for the tests of other packages. */
public final class TestBodies {

    private TestBodies() {}

    /**
     * A fragment as the service sends it, in a Segment of unknown size. The payload of frame 2 of
     * fragment 7 is {@code 7/2}; the frames are a millisecond apart.
     */
    public static byte[] fragment(String number, int frames) {
        return Element.bytesOf(
                Matroska.ebmlHeader(),
                Matroska.segment(
                        Matroska.tracks(Matroska.videoTrack()),
                        Matroska.serviceTags(number),
                        cluster(number, frames)));
    }

    /**
     * A fragment whose frames have certain offsets, in milliseconds from its start by the
     * producer's clock.
     */
    public static byte[] fragment(String number, Instant start, int... offsets) {
        Element cluster = Matroska.cluster();
        for (int offset : offsets) {
            cluster = cluster.with(Matroska.simpleBlock(1, offset, Matroska.KEY_FRAME));
        }
        String time = BigDecimal.valueOf(start.toEpochMilli(), 3).toPlainString();
        return Element.bytesOf(
                Matroska.ebmlHeader(),
                Matroska.segment(
                        Matroska.tracks(Matroska.videoTrack()),
                        Matroska.serviceTags(number, time, time),
                        cluster));
    }

    /** The service's word that it could not deliver a fragment. */
    public static byte[] inBandError(String number) {
        return Element.bytesOf(
                Matroska.ebmlHeader(),
                Matroska.segment(
                        Matroska.tags(
                                "AWS_KINESISVIDEO_ERROR_CODE",
                                "FRAGMENT_NOT_FOUND",
                                "AWS_KINESISVIDEO_ERROR_ID",
                                "3000",
                                "AWS_KINESISVIDEO_FRAGMENT_NUMBER",
                                number)));
    }

    public static byte[] concat(byte[]... bodies) {
        return Element.concat(bodies);
    }

    /** What the parser makes of {@link #fragment}. */
    public static Fragment parsed(String number, int frames) {
        try {
            return Bodies.fragment(
                    Bodies.parse(
                                    new ByteArrayInputStream(fragment(number, frames)),
                                    ParserLimits.DEFAULT)
                            .results()
                            .get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Element cluster(String number, int frames) {
        Element cluster = Matroska.cluster();
        for (int i = 0; i < frames; i++) {
            byte[] payload = (number + "/" + i).getBytes(StandardCharsets.UTF_8);
            cluster = cluster.with(Matroska.simpleBlock(1, i, Matroska.KEY_FRAME, payload));
        }
        return cluster;
    }
}
