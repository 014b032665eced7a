/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.util.List;

/** Writes the documents of fragments that are made here, all but the payloads. */
public final class DocumentWriter {

    /** Bytes of a block before its payload: track, time and flags. */
    private static final int BLOCK_HEAD_BYTES = 4;

    private static final int KEY_FLAG = 0x80;
    private static final String SOFTWARE = "kvs-archive-local";

    private final byte[] ebmlHeader;
    private final byte[] infoAndTracks;
    private final boolean hasKnownSegmentSize;
    private final boolean hasKnownClusterSize;
    private final boolean usesBlockGroups;

    /**
     * @param timecodeScale nanoseconds in a tick
     */
    public DocumentWriter(
            List<WrittenTrack> tracks,
            long timecodeScale,
            boolean hasKnownSegmentSize,
            boolean hasKnownClusterSize,
            boolean usesBlockGroups) {
        this.ebmlHeader = ebmlHeader();
        this.infoAndTracks =
                new EbmlWriter()
                        .master(
                                ElementId.INFO,
                                out ->
                                        out.unsigned(ElementId.TIMECODE_SCALE, timecodeScale)
                                                .text(ElementId.MUXING_APP, SOFTWARE)
                                                .text(ElementId.WRITING_APP, SOFTWARE))
                        .master(
                                ElementId.TRACKS,
                                out -> tracks.forEach(track -> track.writeTo(out)))
                        .toBytes();
        this.hasKnownSegmentSize = hasKnownSegmentSize;
        this.hasKnownClusterSize = hasKnownClusterSize;
        this.usesBlockGroups = usesBlockGroups;
    }

    /** What every document begins with. */
    static byte[] ebmlHeader() {
        return new EbmlWriter()
                .master(
                        ElementId.EBML,
                        out ->
                                out.unsigned(ElementId.EBML_VERSION, 1)
                                        .unsigned(ElementId.EBML_READ_VERSION, 1)
                                        .unsigned(ElementId.EBML_MAX_ID_LENGTH, 4)
                                        .unsigned(ElementId.EBML_MAX_SIZE_LENGTH, 8)
                                        .text(ElementId.DOC_TYPE, "matroska")
                                        .unsigned(ElementId.DOC_TYPE_VERSION, 2)
                                        .unsigned(ElementId.DOC_TYPE_READ_VERSION, 2))
                .toBytes();
    }

    /**
     * Writes all that comes before the first block.
     *
     * @param blocksSize bytes of all blocks together
     * @param sizeAfter bytes of what follows the Cluster
     */
    public byte[] head(
            List<SimpleTag> tagsBefore,
            ServiceTags serviceTags,
            long clusterTicks,
            long blocksSize,
            long sizeAfter) {
        EbmlWriter inSegment = new EbmlWriter().raw(infoAndTracks);
        if (!tagsBefore.isEmpty()) {
            ServiceTags.writeTags(inSegment, tagsBefore);
        }
        serviceTags.writeTo(inSegment);
        byte[] time = new EbmlWriter().unsigned(ElementId.TIMECODE, clusterTicks).toBytes();
        if (hasKnownClusterSize) {
            inSegment.head(ElementId.CLUSTER, time.length + blocksSize);
        } else {
            inSegment.shortHeadOfUnknownSize(ElementId.CLUSTER);
        }
        byte[] segmentBytes = inSegment.raw(time).toBytes();
        EbmlWriter out = new EbmlWriter().raw(ebmlHeader);
        if (hasKnownSegmentSize) {
            out.head(ElementId.SEGMENT, segmentBytes.length + blocksSize + sizeAfter);
        } else {
            out.headOfUnknownSize(ElementId.SEGMENT);
        }
        return out.raw(segmentBytes).toBytes();
    }

    /** Writes what follows the Cluster. */
    public static byte[] tail(List<SimpleTag> tagsAfter) {
        EbmlWriter out = new EbmlWriter();
        if (!tagsAfter.isEmpty()) {
            ServiceTags.writeTags(out, tagsAfter);
        }
        return out.toBytes();
    }

    /** Writes what comes before a frame's payload. */
    public byte[] blockHead(int track, int ticks, boolean isKeyFrame, int payloadSize) {
        EbmlWriter out = new EbmlWriter();
        long blockSize = BLOCK_HEAD_BYTES + (long) payloadSize;
        int flags = 0;
        if (usesBlockGroups) {
            byte[] reference = reference(isKeyFrame);
            long inner =
                    reference.length
                            + EbmlWriter.headLength(ElementId.BLOCK, blockSize)
                            + blockSize;
            // The reference comes first, so that nothing but the payload is left to write.
            out.head(ElementId.BLOCK_GROUP, inner).raw(reference).head(ElementId.BLOCK, blockSize);
        } else {
            out.head(ElementId.SIMPLE_BLOCK, blockSize);
            flags = isKeyFrame ? KEY_FLAG : 0;
        }
        return out.raw(
                        new byte[] {
                            (byte) (0x80 | track), (byte) (ticks >> 8), (byte) ticks, (byte) flags
                        })
                .toBytes();
    }

    /** How many bytes {@link #blockHead} writes and the payload has. */
    public long blockSize(boolean isKeyFrame, int payloadSize) {
        long blockSize = BLOCK_HEAD_BYTES + (long) payloadSize;
        if (!usesBlockGroups) {
            return EbmlWriter.headLength(ElementId.SIMPLE_BLOCK, blockSize) + blockSize;
        }
        long inner =
                reference(isKeyFrame).length
                        + EbmlWriter.headLength(ElementId.BLOCK, blockSize)
                        + blockSize;
        return EbmlWriter.headLength(ElementId.BLOCK_GROUP, inner) + inner;
    }

    private static byte[] reference(boolean isKeyFrame) {
        return isKeyFrame
                ? new byte[0]
                : new EbmlWriter().bytes(ElementId.REFERENCE_BLOCK, new byte[] {-1}).toBytes();
    }
}
