/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Matroska document read for comparison, by code that shares nothing with what is tested.
 *
 * @param elements the ids of the Segment's children, in their order
 * @param timecodeScale nanoseconds in a tick
 * @param tracks the bytes of the Tracks element's data
 * @param tagsBefore tags that stand before the Cluster, as far as they are the producer's
 * @param serviceTags the tags whose names begin with AWS
 * @param tagsAfter tags that stand after the Cluster
 * @param knownSizes whether Segment and Cluster have a known size
 */
public record ReadDocument(
        List<Integer> elements,
        long timecodeScale,
        byte[] tracks,
        Map<String, String> tagsBefore,
        Map<String, String> serviceTags,
        Map<String, String> tagsAfter,
        long clusterTicks,
        List<Block> blocks,
        List<Boolean> knownSizes) {

    public static final int SEGMENT = 0x18538067;
    public static final int INFO = 0x1549A966;
    public static final int TRACKS = 0x1654AE6B;
    public static final int TAGS = 0x1254C367;
    public static final int CLUSTER = 0x1F43B675;
    private static final int EBML = 0x1A45DFA3;
    private static final int BLOCK_GROUP = 0xA0;
    private static final Set<Integer> ENTERED =
            Set.of(SEGMENT, INFO, TAGS, 0x7373, 0x67C8, CLUSTER, BLOCK_GROUP);

    /** A frame or a lace of frames; the payload is what comes after the flags. */
    public record Block(int track, long ticks, boolean isKeyFrame, int flags, byte[] payload) {

        private Block asReferring() {
            return new Block(track, ticks, false, flags, payload);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Block that
                    && track == that.track
                    && ticks == that.ticks
                    && isKeyFrame == that.isKeyFrame
                    && flags == that.flags
                    && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(payload);
        }
    }

    /** All documents of a body. */
    public static List<ReadDocument> readAll(byte[] body) {
        List<ReadDocument> documents = new ArrayList<>();
        Reader reader = new Reader(body);
        while (reader.at < body.length) {
            documents.add(reader.document());
        }
        return documents;
    }

    /** The one document of a body. */
    public static ReadDocument read(byte[] body) {
        List<ReadDocument> documents = readAll(body);
        if (documents.size() != 1) {
            throw new AssertionError(documents.size() + " documents instead of one");
        }
        return documents.get(0);
    }

    public String fragmentNumber() {
        return serviceTags.get("AWS_KINESISVIDEO_FRAGMENT_NUMBER");
    }

    /** By number, for bodies of several documents. */
    public static Map<String, ReadDocument> byNumber(byte[] body) {
        Map<String, ReadDocument> documents = new TreeMap<>();
        readAll(body).forEach(document -> documents.put(document.fragmentNumber(), document));
        return documents;
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        private Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        private ReadDocument document() {
            List<Integer> elements = new ArrayList<>();
            long scale = 1_000_000;
            byte[] tracks = new byte[0];
            Map<String, String> before = new LinkedHashMap<>();
            Map<String, String> service = new LinkedHashMap<>();
            Map<String, String> after = new LinkedHashMap<>();
            List<Block> blocks = new ArrayList<>();
            List<Boolean> known = new ArrayList<>();
            long clusterTicks = -1;
            String tag = "";
            boolean isReferring = false;
            int groupBlock = -1;
            if (id() != EBML) {
                throw new AssertionError("no EBML header at " + at);
            }
            int headerSize = (int) size();
            at += headerSize;
            while (at < bytes.length) {
                int start = at;
                int id = id();
                if (id == EBML) {
                    at = start;
                    break;
                }
                long size = size();
                if (id >>> 24 >= 0x10 && id != SEGMENT) {
                    elements.add(id);
                }
                if (id == SEGMENT || id == CLUSTER) {
                    known.add(size >= 0);
                }
                if (id == BLOCK_GROUP) {
                    isReferring = false;
                    groupBlock = -1;
                }
                if (ENTERED.contains(id)) {
                    continue;
                }
                byte[] data = Arrays.copyOfRange(bytes, at, at + Math.toIntExact(size));
                at += data.length;
                if (id == 0xFB) {
                    isReferring = true;
                    if (groupBlock >= 0) {
                        blocks.set(groupBlock, blocks.get(groupBlock).asReferring());
                    }
                } else if (id == 0x2AD7B1) {
                    scale = unsigned(data);
                } else if (id == TRACKS) {
                    tracks = data;
                } else if (id == 0x45A3) {
                    tag = new String(data, StandardCharsets.UTF_8);
                } else if (id == 0x4487) {
                    Map<String, String> target =
                            tag.startsWith("AWS_") ? service : clusterTicks < 0 ? before : after;
                    target.put(tag, new String(data, StandardCharsets.UTF_8));
                } else if (id == 0xE7) {
                    clusterTicks = unsigned(data);
                } else if (id == 0xA3 || id == 0xA1) {
                    boolean isKeyFrame = id == 0xA3 ? (data[3] & 0x80) != 0 : !isReferring;
                    blocks.add(
                            new Block(
                                    data[0] & 0x7F,
                                    clusterTicks + (short) ((data[1] << 8) | (data[2] & 0xFF)),
                                    isKeyFrame,
                                    data[3] & 0x7F,
                                    Arrays.copyOfRange(data, 4, data.length)));
                    groupBlock = id == 0xA1 ? blocks.size() - 1 : -1;
                }
            }
            return new ReadDocument(
                    elements, scale, tracks, before, service, after, clusterTicks, blocks, known);
        }

        private int id() {
            int length = Integer.numberOfLeadingZeros(bytes[at] & 0xFF) - 23;
            int id = (int) unsigned(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
            return id;
        }

        /** The size, or -1 if it is unknown. */
        private long size() {
            int length = Integer.numberOfLeadingZeros(bytes[at] & 0xFF) - 23;
            byte[] data = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            data[0] &= (byte) (0xFF >> length);
            long size = unsigned(data);
            return size == (1L << (7 * length)) - 1 ? -1 : size;
        }

        private static long unsigned(byte[] data) {
            long value = 0;
            for (byte b : data) {
                value = (value << 8) | (b & 0xFF);
            }
            return value;
        }
    }
}
