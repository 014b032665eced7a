/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Element.vint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The elements of bodies as the service sends them, to be written by tests. */
final class Matroska {

    static final int NO_LACING = 0x00;
    static final int XIPH_LACING = 0x02;
    static final int FIXED_LACING = 0x04;
    static final int EBML_LACING = 0x06;
    static final int KEY_FRAME = 0x80;

    static final String NUMBER_1 = "91343852333181432392682062607743920146159169392";
    static final String NUMBER_2 = "91343852333181432397633822764885441725874549018";
    static final String NUMBER_3 = "91343852333181432402585582922026963247510532162";
    static final String SERVER = "1511852109.126";
    static final String PRODUCER = "1511852108.513";

    private Matroska() {}

    static Element ebmlHeader() {
        return master(0x1A45DFA3, unsigned(0x4286, 1), text(0x4282, "matroska "));
    }

    /** A Segment as the service writes it: of unknown size. */
    static Element segment(Element... children) {
        return master(0x18538067, children).withUnknownSize(8);
    }

    static Element knownSegment(Element... children) {
        return master(0x18538067, children);
    }

    static Element info(long timecodeScale) {
        return master(0x1549A966, unsigned(0x2AD7B1, timecodeScale), text(0x4D80, "test"));
    }

    static Element tracks(Element... entries) {
        return master(0x1654AE6B, entries);
    }

    static Element track(long number, long type, String codecId, Element... more) {
        return master(
                        0xAE,
                        unsigned(0xD7, number),
                        unsigned(0x73C5, number),
                        unsigned(0x83, type),
                        text(0x86, codecId))
                .with(more);
    }

    static Element videoTrack() {
        return track(
                1, 1, "V_MPEG4/ISO/AVC", master(0xE0, unsigned(0xB0, 640), unsigned(0xBA, 360)));
    }

    static Element defaultDuration(long nanoseconds) {
        return unsigned(0x23E383, nanoseconds);
    }

    static Element serviceTags(String number) {
        return serviceTags(number, SERVER, PRODUCER);
    }

    static Element serviceTags(String number, String server, String producer) {
        return tags(
                "AWS_KINESISVIDEO_FRAGMENT_NUMBER", number,
                "AWS_KINESISVIDEO_SERVER_TIMESTAMP", server,
                "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", producer);
    }

    /** What GetMedia writes after each fragment. */
    static Element closingTags(String number) {
        return tags(
                "AWS_KINESISVIDEO_MILLIS_BEHIND_NOW",
                "0",
                "AWS_KINESISVIDEO_CONTINUATION_TOKEN",
                number);
    }

    /** A Tags element with one Tag for all names and values. */
    static Element tags(String... namesAndValues) {
        Element tag = master(0x7373, master(0x63C0));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tag = tag.with(simpleTag(namesAndValues[i], namesAndValues[i + 1]));
        }
        return master(0x1254C367, tag);
    }

    static Element simpleTag(String name, String value) {
        return master(0x67C8, text(0x45A3, name), text(0x4487, value));
    }

    static Element cluster(Element... children) {
        return master(0x1F43B675, unsigned(0xE7, 4711)).with(children);
    }

    static Element simpleBlock(long track, int time, int flags, byte... payload) {
        return binary(0xA3, block(track, time, flags, payload));
    }

    static Element blockGroup(Element... children) {
        return master(0xA0, children);
    }

    static byte[] block(long track, int time, int flags, byte... payload) {
        return concat(
                vint(track, Element.shortestVint(track)),
                ByteBuffer.allocate(2).putShort((short) time).array(),
                new byte[] {(byte) flags},
                payload);
    }

    static Element voidElement(int length) {
        return binary(0xEC, new byte[length]);
    }

    static Element crc32() {
        return binary(0xBF, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
    }

    static byte[] payload(int length, int seed) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (seed + 31 * i);
        }
        return payload;
    }

    static byte[] xiphLace(byte[]... frames) {
        byte[] lace = {(byte) (frames.length - 1)};
        for (byte[] frame : Arrays.copyOf(frames, frames.length - 1)) {
            byte[] full = new byte[frame.length / 255];
            Arrays.fill(full, (byte) 255);
            lace = concat(lace, full, new byte[] {(byte) (frame.length % 255)});
        }
        return concat(lace, concat(frames));
    }

    static byte[] ebmlLace(byte[]... frames) {
        byte[] lace = {(byte) (frames.length - 1)};
        for (int i = 0; i < frames.length - 1; i++) {
            lace =
                    concat(
                            lace,
                            i == 0
                                    ? vint(frames[0].length, Element.shortestVint(frames[0].length))
                                    : signedVint(frames[i].length - frames[i - 1].length));
        }
        return concat(lace, concat(frames));
    }

    private static byte[] signedVint(long value) {
        int count = 1;
        while (Math.abs(value) > (1L << (7 * count - 1)) - 1) {
            count++;
        }
        return vint(value + (1L << (7 * count - 1)) - 1, count);
    }

    static byte[] fixedLace(byte[]... frames) {
        return concat(new byte[] {(byte) (frames.length - 1)}, concat(frames));
    }
}
