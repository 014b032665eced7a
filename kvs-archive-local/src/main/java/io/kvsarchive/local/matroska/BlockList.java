/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.util.Arrays;

/** Where the blocks of a fragment lie in their file; a few bytes for each, since files are long. */
final class BlockList {

    /** What the time of a block can hold, less what a Cluster may begin before its first block. */
    private static final int MAX_TICKS = Short.MAX_VALUE - FileFragment.MAX_TICKS_PER_MILLI;

    private long[] starts = new long[64];
    private int[] sizes = new int[64];
    private int[] timesAt = new int[64];
    private int[] times = new int[64];
    private int count;
    private long firstTicks;
    private long earliest;
    private long latest;
    private long totalSize;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** The time of the first block, in ticks of the file. */
    long firstTicks() {
        return firstTicks;
    }

    long earliest() {
        return earliest;
    }

    long latest() {
        return latest;
    }

    long totalSize() {
        return totalSize;
    }

    /** Whether one Cluster can hold a block of that time beside those that are here. */
    boolean hasRoomFor(long ticks) {
        return count == 0 || Math.max(latest, ticks) - Math.min(earliest, ticks) <= MAX_TICKS;
    }

    /**
     * Adds a block.
     *
     * @param timeAt the offset within the block of the two bytes of its time
     * @param ticks the block's time in ticks of the file
     */
    void add(Element block, int timeAt, long ticks) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            timesAt = Arrays.copyOf(timesAt, count * 2);
            times = Arrays.copyOf(times, count * 2);
        }
        if (count == 0) {
            firstTicks = ticks;
            earliest = ticks;
            latest = ticks;
        }
        earliest = Math.min(earliest, ticks);
        latest = Math.max(latest, ticks);
        starts[count] = block.start();
        sizes[count] = (int) (block.end() - block.start());
        timesAt[count] = timeAt;
        times[count] = (int) (ticks - firstTicks);
        totalSize += sizes[count];
        count++;
    }

    /** No more blocks will come. */
    void trim() {
        starts = Arrays.copyOf(starts, count);
        sizes = Arrays.copyOf(sizes, count);
        timesAt = Arrays.copyOf(timesAt, count);
        times = Arrays.copyOf(times, count);
    }

    /** A block with its time relative to that of a Cluster. */
    Piece.Block piece(int index, long clusterTicks) {
        short time = (short) (firstTicks + times[index] - clusterTicks);
        return new Piece.Block(starts[index], sizes[index], timesAt[index], time);
    }
}
