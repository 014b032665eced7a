/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.Sampling;
import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.PauseHistogram;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a stream from its listing. Constant in size, however long the stream is. A Flink
 * POJO, so that it can be kept as state and sent to the terminal.
 *
 * <p>Recorded time goes by the producer's timestamps. Fragments that overlap what came before, or
 * come out of order, neither begin nor end a pause: the recording goes on to the latest end that
 * any of them had.
 */
public final class StreamTally {

    private static final long NONE = Long.MIN_VALUE;

    public String stream = "";

    /** How many fragments were listed, those included that the sampling leaves out. */
    public long listed;

    /** How many fragments are to be read. */
    public long fragments;

    /** The size of those that are to be read. */
    public long bytes;

    /** In milliseconds since the epoch, as all times here. */
    public long from = Long.MAX_VALUE;

    public long to = NONE;
    public long latestStart = NONE;

    /** By number, how many to leave out; by time, the latest stretch that one was picked from. */
    public long samplingState = NONE;

    public PauseHistogram pauses = new PauseHistogram();
    public LongestPauses longestPauses = new LongestPauses();

    static StreamTally of(String stream) {
        StreamTally tally = new StreamTally();
        tally.stream = stream;
        return tally;
    }

    /**
     * Counts the next fragment.
     *
     * @param sampledTime the time of the fragment by which the listing is sorted
     */
    void add(ArchivedFragment fragment, Sampling sampling, Instant sampledTime) {
        listed++;
        if (isPicked(sampling, sampledTime.toEpochMilli())) {
            fragments++;
            bytes += fragment.sizeInBytes();
        }
        long start = fragment.producerTimestamp().toEpochMilli();
        if (listed > 1 && start > latestStart && start >= to) {
            pauses.add(start - to);
            longestPauses.add(to, start - to);
        }
        from = Math.min(from, start);
        to = Math.max(to, start + fragment.duration().toMillis());
        latestStart = Math.max(latestStart, start);
    }

    /** As the source samples; it is not asked to, since gaps and listings are about all. */
    private boolean isPicked(Sampling sampling, long time) {
        if (!sampling.every().isZero()) {
            long stretch = Math.floorDiv(time, sampling.every().toMillis());
            boolean isFirst = stretch > samplingState;
            samplingState = Math.max(samplingState, stretch);
            return isFirst;
        }
        boolean isNext = samplingState <= 0;
        samplingState = isNext ? sampling.nth() - 1L : samplingState - 1;
        return isNext;
    }

    boolean isEmpty() {
        return listed == 0;
    }

    /** When the first fragment begins. */
    Instant fromTime() {
        return Instant.ofEpochMilli(from);
    }

    /** When the last fragment ends, but for the duration of its last frame. */
    Instant toTime() {
        return Instant.ofEpochMilli(to);
    }

    /** All of the time but for the gaps. */
    Duration recorded() {
        return isEmpty()
                ? Duration.ZERO
                : Duration.ofMillis(to - from).minus(Duration.ofMillis(pauses.gapMillis()));
    }

    long gaps() {
        return pauses.gaps();
    }

    Duration gapTime() {
        return Duration.ofMillis(pauses.gapMillis());
    }

    List<Gap> longestGaps() {
        return longestPauses.gaps(pauses);
    }
}
