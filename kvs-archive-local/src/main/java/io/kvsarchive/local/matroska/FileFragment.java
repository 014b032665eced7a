/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fragment of a {@link MatroskaFile}. Its document has the header of the file, the service's tags
 * and one Cluster; the blocks are those of the file with their times set anew.
 */
public final class FileFragment {

    /** Ticks finer than this are not aligned to milliseconds; a block's time has 16 bits only. */
    static final int MAX_TICKS_PER_MILLI = 1000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MediaSource source;
    private final byte[] header;
    private final long timecodeScale;
    private final BlockList blocks;
    private final List<Piece.Range> tagsAfter;
    private final long clusterTicks;

    FileFragment(
            MediaSource source,
            byte[] header,
            long timecodeScale,
            BlockList blocks,
            List<Piece.Range> tagsAfter) {
        this.source = source;
        this.header = header;
        this.timecodeScale = timecodeScale;
        this.blocks = blocks;
        this.tagsAfter = tagsAfter;
        // A Cluster's time has no sign; blocks before the beginning keep a negative offset.
        this.clusterTicks = Math.max(0, wholeMilliseconds(blocks.earliest(), timecodeScale));
    }

    /**
     * A tick at which a millisecond begins, where there is one near: a fragment's timestamp has
     * milliseconds, and so nothing is lost where ticks are finer.
     */
    private static long wholeMilliseconds(long ticks, long timecodeScale) {
        long ticksPerMilli = NANOS_PER_MILLI / timecodeScale;
        if (ticksPerMilli < 1
                || ticksPerMilli > MAX_TICKS_PER_MILLI
                || NANOS_PER_MILLI % timecodeScale != 0) {
            return ticks;
        }
        return Math.floorDiv(ticks, ticksPerMilli) * ticksPerMilli;
    }

    /** When the fragment begins, in milliseconds after the beginning of the file. */
    public long startMillis() {
        return clusterTicks * timecodeScale / NANOS_PER_MILLI;
    }

    /** From the earliest frame to the latest. */
    public long durationMillis() {
        return (blocks.latest() - blocks.earliest()) * timecodeScale / NANOS_PER_MILLI;
    }

    /** How many bytes the document has with those tags. */
    public long size(ServiceTags tags) {
        return head(tags).length
                + blocks.totalSize()
                + tagsAfter.stream().mapToLong(Piece.Range::size).sum();
    }

    /** Opens the document with those tags. */
    public FragmentDocument open(ServiceTags tags) throws IOException {
        Stream<Piece> pieces =
                Stream.of(
                                Stream.of(new Piece.Bytes(head(tags))),
                                IntStream.range(0, blocks.count())
                                        .mapToObj(index -> blocks.piece(index, clusterTicks)),
                                tagsAfter.stream())
                        .flatMap(part -> part);
        return new FragmentDocument(pieces.iterator(), source.open());
    }

    private byte[] head(ServiceTags tags) {
        EbmlWriter out = new EbmlWriter().raw(header);
        tags.writeTo(out);
        byte[] time = new EbmlWriter().unsigned(ElementId.TIMECODE, clusterTicks).toBytes();
        return out.head(ElementId.CLUSTER, time.length + blocks.totalSize()).raw(time).toBytes();
    }
}
